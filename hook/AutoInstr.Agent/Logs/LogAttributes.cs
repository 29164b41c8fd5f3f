using System.Collections;

namespace AutoInstr.Agent.Logs;

/// <summary>All attributes of a log record, used again and again: each key once, of which what is said nearest to the record
/// wins.</summary>
internal sealed class LogAttributes : IReadOnlyList<KeyValuePair<string, object?>>
{
    /// <summary>How Microsoft.Extensions.Logging calls the template among the values.</summary>
    public const string OriginalFormat = "{OriginalFormat}";

    private readonly List<KeyValuePair<string, object?>> _attributes = [];

    /// <inheritdoc/>
    public int Count => _attributes.Count;

    /// <inheritdoc/>
    public KeyValuePair<string, object?> this[int index] => _attributes[index];

    /// <summary>Takes over those of a record.</summary>
    public void Fill(in LogEntry entry)
    {
        _attributes.Clear();
        if (entry.Message != null && entry.Body != null)
            _attributes.Add(new(OriginalFormat, entry.Body));
        if (entry.EventId != 0)
            _attributes.Add(new("logrecord.event.id", entry.EventId));
        Add(entry.Exception);
        Add(entry.Attributes);
        Add(entry.Scopes);
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _attributes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/.</summary>
    private void Add(Exception? exception)
    {
        if (exception is null)
            return;
        _attributes.Add(new("exception.type", exception.GetType().FullName));
        _attributes.Add(new("exception.message", exception.Message));
        _attributes.Add(new("exception.stacktrace", exception.ToString()));
    }

    private void Add(IReadOnlyList<KeyValuePair<string, object?>>? more)
    {
        for (var i = 0; i < more?.Count; i++)
        {
            var (key, value) = more[i];
            if (!string.IsNullOrEmpty(key) && value is not null && key != OriginalFormat && !Has(key))
                _attributes.Add(more[i]);
        }
    }

    /// <summary>They are few: to look through them is faster than to hash.</summary>
    private bool Has(string key)
    {
        foreach (var attribute in _attributes)
        {
            if (attribute.Key == key)
                return true;
        }
        return false;
    }
}
