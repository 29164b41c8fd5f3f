using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AutoInstr.Bench;

/// <summary>Turns the measurements into a table and into a file.</summary>
sealed class Report(BenchOptions options, Machine machine, Measurements measurements)
{
    /// <summary>Milliseconds that attaching to the runtime and the first patches may take, on the application's time.</summary>
    private const int PatchesBudget = 15;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Medians with their quartiles, ratios to the bare service, and what the hook adds in relation to manual
    /// instrumentation.</summary>
    public string Table()
    {
        var table = new StringBuilder();
        table.AppendLine(CultureInfo.InvariantCulture,
            $"{"median (quartiles)",-28}{"bare",-28}{"by hand",-28}{"hooked",-28}{"by hand",9}{"hooked",9}  added by the hook / by hand");
        foreach (var figure in Figure.All)
        {
            if (measurements.Of("bare", figure) is not { } bare)
                continue;
            var manual = measurements.Of("manual", figure)!;
            var hooked = measurements.Of("hooked", figure)!;
            table.AppendLine(
                $"{figure.Title,-28}{Cell(figure, bare),-28}{Cell(figure, manual),-28}{Cell(figure, hooked),-28}" +
                $"{Ratio(manual, bare),9}{Ratio(hooked, bare),9}  {Verdict(figure)}");
        }
        if (measurements.Of("telling", Figure.Patching) is { } patching)
            table.AppendLine(
                $"attaching and the first patches take {Cell(Figure.Patching, patching)} ms of the start, at most {PatchesBudget}: " +
                $"{Within(patching.Median <= PatchesBudget)} the budget");
        return table.ToString();
    }

    /// <summary>Writes everything, single values included.</summary>
    public void Write()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(options.Output))!);
        var measured = Figure.All.Where(figure => measurements.Of("bare", figure) is not null);
        var figures = measured.ToDictionary(figure => figure.Id, figure => new
        {
            figure.Title,
            Bare = measurements.Of("bare", figure),
            Manual = measurements.Of("manual", figure),
            Hooked = measurements.Of("hooked", figure),
            HookedOverManual = measurements.AddedShare(figure),
            figure.Budget,
        });
        var patching = measurements.Of("telling", Figure.Patching);
        var settings = new { options.Runs, options.Starts, options.Requests, options.Warmup, options.Connections };
        File.WriteAllText(options.Output, JsonSerializer.Serialize(new { machine, settings, figures, patching }, Json) + "\n");
    }

    private string Verdict(Figure figure)
    {
        if (!figure.IsCost)
            return "";
        if (measurements.AddedShare(figure) is not { } share)
            return "nothing added by hand that could be measured";
        if (figure.Budget is not { } budget)
            return share.ToString("0.00", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{share:0.00}, at most {budget:0.00}: {Within(share <= budget)} the budget");
    }

    private static string Within(bool isWithin) => isWithin ? "within" : "over";

    private static string Cell(Figure figure, Distribution values)
    {
        var format = "F" + figure.Decimals.ToString(CultureInfo.InvariantCulture);
        return $"{Number(values.Median)} ({Number(values.LowerQuartile)}-{Number(values.UpperQuartile)})";

        string Number(double value) => value.ToString(format, CultureInfo.InvariantCulture);
    }

    private static string Ratio(Distribution values, Distribution bare) =>
        bare.Median > 0 ? string.Create(CultureInfo.InvariantCulture, $"{values.Median / bare.Median:0.00}x") : "";
}
