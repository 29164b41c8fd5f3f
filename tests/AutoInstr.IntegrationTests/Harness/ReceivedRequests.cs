using AutoInstr.Viewer;

namespace AutoInstr.IntegrationTests.Harness;

/// <summary>The requests of one signal that a receiver got.</summary>
/// <typeparam name="T">The signal's request.</typeparam>
internal sealed class ReceivedRequests<T>
{
    private readonly List<T> _requests = [];

    /// <summary>Begins to keep them.</summary>
    public ReceivedRequests(OtlpReceiver receiver) => receiver.Received += batch =>
    {
        if (batch.Request is T request)
        {
            lock (_requests)
                _requests.Add(request);
        }
    };

    /// <summary>Every request, in the order received.</summary>
    public IReadOnlyList<T> All
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }
}
