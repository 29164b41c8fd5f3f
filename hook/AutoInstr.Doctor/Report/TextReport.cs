namespace AutoInstr.Doctor.Report;

/// <summary>A diagnosis for people.</summary>
/// <param name="output">Where it is written.</param>
/// <param name="isColoured">Whether that is a terminal that shows colours.</param>
internal sealed class TextReport(TextWriter output, bool isColoured)
{
    private const string Green = "32";
    private const string Yellow = "33";
    private const string Red = "31";
    private const string Bold = "1";

    /// <summary>Writes it.</summary>
    public void Write(Diagnosis diagnosis)
    {
        output.WriteLine($"autoinstr doctor {diagnosis.Version}{(diagnosis.Target is { } target ? ": " + Line(target) : "")}");
        foreach (var section in diagnosis.Sections)
        {
            output.WriteLine();
            output.WriteLine(Coloured(section.Title, Bold));
            foreach (var finding in section.Findings)
                Write(finding);
        }
        output.WriteLine();
        output.WriteLine(Summary(diagnosis.Count(Mark.Problem), diagnosis.Count(Mark.Note)));
    }

    private void Write(Finding finding)
    {
        var (mark, colour) = finding.Mark switch
        {
            Mark.Ok => ("ok", Green),
            Mark.Note => ("note", Yellow),
            _ => ("problem", Red),
        };
        output.WriteLine($"  {Coloured(mark.PadRight(7), colour)}  {Line(finding.Text)}");
        if (finding.Advice is { } advice)
            output.WriteLine($"           → {Line(advice)}");
    }

    private static string Summary(int problems, int notes) => problems == 0
        ? $"Everything is fine{(notes > 0 ? $", with {Counted(notes, "note")}" : "")}."
        : $"{Counted(problems, "problem")}{(notes > 0 ? $", {Counted(notes, "note")}" : "")}.";

    private static string Counted(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private string Coloured(string text, string colour) => isColoured ? $"\u001b[{colour}m{text}\u001b[0m" : text;

    /// <summary>Names of files and values of variables are others' text: no line break or terminal sequence gets through.</summary>
    private static string Line(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
}
