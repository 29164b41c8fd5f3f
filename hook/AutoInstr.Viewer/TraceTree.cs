using System.Text;
using AutoInstr.Viewer.Model;
using AutoInstr.Viewer.Terminal;

namespace AutoInstr.Viewer;

/// <summary>How a <see cref="TraceTree"/> looks.</summary>
public sealed record TreeOptions
{
    /// <summary>How many cells a line may have.</summary>
    public int Width { get; init; } = 100;

    /// <summary>Whether colours are used.</summary>
    public bool Colour { get; init; }

    /// <summary>How many spans of a trace are shown.</summary>
    public int MaxSpans { get; init; } = 500;

    /// <summary>The attributes to show, in order.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = SpanDetails.DefaultKeys;

    /// <summary>What suits standard output: its width, and colours when it is a terminal that has them and NO_COLOR is not set.</summary>
    public static TreeOptions ForStandardOutput()
    {
        const int Narrowest = 60;
        const int Widest = 200;
        var options = new TreeOptions { Colour = Palette.IsWanted };
        return Console.IsOutputRedirected ? options : options with { Width = Math.Clamp(Console.WindowWidth, Narrowest, Widest) };
    }
}

/// <summary>Shows a trace as a tree: a line for every span with its service, kind, duration, time bar, status, name and the attributes that
/// matter. Lines of less than a hundred cells have no bars.</summary>
/// <param name="options">How it looks.</param>
public sealed class TraceTree(TreeOptions options)
{
    private const int KindWidth = 8;
    private const int MaxServiceWidth = 20;
    private const int NarrowestText = 30;
    private const int NarrowestWithBars = 100;
    private const int MaxLinesBeneath = 3;
    private const string NoService = "(no service)";

    private readonly Palette _palette = new(options.Colour);
    private readonly SpanDetails _details = new(options.Attributes);
    private readonly int _barWidth = options.Width >= NarrowestWithBars ? TimeBar.Width + 3 : 0;

    /// <summary>Shows a trace.</summary>
    /// <param name="trace">The spans received of it; they need not be complete.</param>
    /// <returns>Lines, each ended by a line feed.</returns>
    public string Render(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var bar = new TimeBar(trace.Spans);
        var rows = SpanForest.Arrange(trace.Spans);
        var serviceWidth = Math.Min(MaxServiceWidth, trace.Spans.Max(static span => TerminalText.Width(ServiceOf(span))));

        var output = new StringBuilder();
        output.Append(Header(trace, bar)).Append('\n');
        foreach (var row in rows.Take(options.MaxSpans))
            Render(output, row, bar, serviceWidth);
        if (rows.Count > options.MaxSpans)
            output.Append(_palette.Dim($"  … and {rows.Count - options.MaxSpans} more spans")).Append('\n');
        return output.ToString();
    }

    private string Header(Trace trace, TimeBar bar)
    {
        var services = trace.Spans.Select(ServiceOf).Distinct(StringComparer.Ordinal).Count();
        var errors = trace.Spans.Count(static span => span.Status == SpanStatus.Error);
        var head = $"{_palette.Dim("trace")} {_palette.Bold(TerminalText.Sanitize(trace.Id))}  {DurationText.Of(bar.Length)}  "
            + _palette.Dim($"{Quantity.Of(trace.Spans.Count, "span")}  {Quantity.Of(services, "service")}");
        return errors == 0 ? head : $"{head}  {_palette.Error(Quantity.Of(errors, "error"))}";
    }

    private void Render(StringBuilder output, TreeRow row, TimeBar bar, int serviceWidth)
    {
        var span = row.Span;
        var service = ServiceOf(span);
        var columns = 2 + serviceWidth + 1 + KindWidth + 1 + DurationText.MaxWidth + _barWidth + 3;
        var textWidth = Math.Max(NarrowestText, options.Width - columns);

        output.Append("  ").Append(_palette.Service(service, TerminalText.Pad(service, serviceWidth)));
        output.Append(' ').Append(_palette.Dim(TerminalText.Pad(KindOf(span), KindWidth)));
        output.Append(' ').Append(DurationText.Of(span.Duration).PadLeft(DurationText.MaxWidth));
        if (_barWidth > 0)
            output.Append(' ').Append(_palette.Dim("▕")).Append(_palette.Service(service, bar.Draw(span))).Append(_palette.Dim("▏"));
        output.Append(' ').Append(Mark(span)).Append(' ').Append(_palette.Dim(row.Guide));

        var isError = span.Status == SpanStatus.Error;
        var name = TerminalText.Fit(TerminalText.Sanitize(span.Name), textWidth - row.Guide.Length);
        output.Append(isError ? _palette.Error(name) : _palette.Bold(name));

        var details = _details.Of(span);
        var all = string.Join("  ", row.Note.Length == 0 ? details : [.. details, $"({row.Note})"]);
        var fits = row.Guide.Length + TerminalText.Width(name) + 2 + TerminalText.Width(all) <= textWidth;
        if (fits && all.Length > 0)
            output.Append("  ").Append(_palette.Dim(all));
        output.Append('\n');
        if (!fits && all.Length > 0)
            Beneath(output, row, columns, textWidth, all, _palette.Dim);
        if (isError && SpanDetails.ErrorOf(span) is { Length: > 0 } error)
            Beneath(output, row, columns, textWidth, error, _palette.Error);
    }

    private void Beneath(StringBuilder output, TreeRow row, int columns, int textWidth, string text, Func<string, string> colour)
    {
        foreach (var line in TerminalText.Wrap(text, textWidth - row.Below.Length, MaxLinesBeneath))
            output.Append(' ', columns).Append(_palette.Dim(row.Below)).Append(colour(line)).Append('\n');
    }

    private string Mark(Span span) => span.Status switch
    {
        SpanStatus.Error => _palette.Error("✗"),
        SpanStatus.Ok => _palette.Ok("✓"),
        _ => " ",
    };

    private static string ServiceOf(Span span) => span.ServiceName.Length == 0 ? NoService : TerminalText.Sanitize(span.ServiceName);

    private static string KindOf(Span span) => span.Kind switch
    {
        SpanKind.Server => "server",
        SpanKind.Client => "client",
        SpanKind.Producer => "producer",
        SpanKind.Consumer => "consumer",
        SpanKind.Internal => "internal",
        _ => "-",
    };
}
