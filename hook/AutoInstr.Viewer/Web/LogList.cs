using AutoInstr.Viewer.Model;

namespace AutoInstr.Viewer.Web;

/// <summary>The log records of a store, the newest first; put in order anew only when some have come.</summary>
internal sealed class LogList(LogStore store)
{
    private readonly object _gate = new();
    private IReadOnlyList<LogRecord>? _snapshot;
    private IReadOnlyList<LogRecord> _records = [];
    private IReadOnlyList<string> _services = [];

    /// <summary>All records, and the services that wrote them.</summary>
    public (IReadOnlyList<LogRecord> Records, IReadOnlyList<string> Services) Read()
    {
        lock (_gate)
        {
            var snapshot = store.Records;
            if (!ReferenceEquals(snapshot, _snapshot))
            {
                _snapshot = snapshot;
                // Of those of the same time, the one that came last is the newest.
                _records = [.. snapshot.Reverse().OrderByDescending(static record => record.Time)];
                _services = [.. snapshot.Select(static record => record.ServiceName).Distinct().Order(StringComparer.Ordinal)];
            }
            return (_records, _services);
        }
    }
}
