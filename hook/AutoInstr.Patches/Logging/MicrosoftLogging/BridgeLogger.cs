using Microsoft.Extensions.Logging;

namespace AutoInstr.Patches.Logging.MicrosoftLogging;

/// <summary>Hands records of a category over to the agent.</summary>
/// <param name="provider">Of whom it is.</param>
/// <param name="category">The category.</param>
internal sealed class BridgeLogger(BridgeProvider provider, string category) : ILogger
{
    /// <summary>How the library calls the template among the values.</summary>
    private const string OriginalFormat = "{OriginalFormat}";

    /// <summary>The type of the ids of trace and span as a scope: the record has them already.</summary>
    private const string ActivityScope = "ActivityLogScope";

    private static readonly string[] Levels = ["Trace", "Debug", "Information", "Warning", "Error", "Critical"];

    [ThreadStatic]
    private static List<KeyValuePair<string, object?>>? _scopes;

    /// <inheritdoc/>
    public IDisposable BeginScope<TState>(TState state) => NoScope.Instance;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && !provider.IsIdle;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        try
        {
            Take(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
            // Values of the application that cannot be turned into text: whoever else takes the record says so.
        }
    }

    private void Take<TState>(
        LogLevel level, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string>? formatter)
    {
        var attributes = state as IReadOnlyList<KeyValuePair<string, object?>> ??
            (state as IEnumerable<KeyValuePair<string, object?>>)?.ToArray();
        var template = Template(attributes);
        var message = template is null || LogSink.WantsMessage ? formatter?.Invoke(state, exception) ?? state?.ToString() : null;
        LogSink.Take(
            DateTime.UtcNow, 4 * (int)level + 1, Levels[(int)level], category, (eventId.Id, eventId.Name), template ?? message,
            template is null ? null : message, attributes, Scopes(), exception);
    }

    private static string? Template(IReadOnlyList<KeyValuePair<string, object?>>? attributes)
    {
        // It is the last one, as the library makes them.
        for (var i = (attributes?.Count ?? 0) - 1; i >= 0; i--)
        {
            if (attributes![i].Key == OriginalFormat)
                return attributes[i].Value as string;
        }
        return null;
    }

    /// <summary>Of the scopes the inner ones come first.</summary>
    private List<KeyValuePair<string, object?>>? Scopes()
    {
        if (provider.Scopes is not { } scopes)
            return null;
        var found = _scopes ??= [];
        found.Clear();
        scopes.ForEachScope(
            static (scope, found) =>
            {
                if (scope is IEnumerable<KeyValuePair<string, object?>> values && scope.GetType().Name != ActivityScope)
                    found.InsertRange(0, values);
            },
            found);
        return found;
    }

    private sealed class NoScope : IDisposable
    {
        public static readonly NoScope Instance = new();

        public void Dispose()
        {
        }
    }
}
