using AutoInstr.Viewer.Model;

namespace AutoInstr.Viewer.Web;

/// <summary>The traces of a store, summed up, the newest first; a trace is summed up anew only when something has come to it.</summary>
internal sealed class TraceList(TraceStore store)
{
    private readonly object _gate = new();
    private Dictionary<Trace, TraceRow> _byTrace = [];
    private IReadOnlyList<TraceRow> _rows = [];
    private long _requests = -1;

    /// <summary>All rows.</summary>
    public IReadOnlyList<TraceRow> Rows
    {
        get
        {
            lock (_gate)
            {
                // Read before the traces: what comes in between is seen the next time.
                var requests = store.Counts.Requests;
                if (requests != _requests)
                {
                    var traces = store.Traces;
                    var rows = new Dictionary<Trace, TraceRow>(traces.Count, ReferenceEqualityComparer.Instance);
                    foreach (var trace in traces)
                        rows[trace] = _byTrace.GetValueOrDefault(trace) ?? TraceRow.Of(trace);
                    _byTrace = rows;
                    _rows = [.. rows.Values.OrderByDescending(static row => row.StartTimeUnixNano)];
                    _requests = requests;
                }
                return _rows;
            }
        }
    }
}
