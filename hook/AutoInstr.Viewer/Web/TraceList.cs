namespace AutoInstr.Viewer.Web;

/// <summary>The traces of a store, summed up, the newest first; summed up anew only when something has come.</summary>
internal sealed class TraceList(TraceStore store)
{
    private readonly object _gate = new();
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
                    _rows = [.. store.Traces.Select(TraceRow.Of).OrderByDescending(static row => row.StartTimeUnixNano)];
                    _requests = requests;
                }
                return _rows;
            }
        }
    }
}
