using System.Diagnostics;
using AutoInstr.Agent.SelfLog;

namespace AutoInstr.Agent.Sources;

/// <summary>Subscribes to the events of every DiagnosticListener of one name, present and future.</summary>
/// <remarks>The events are raised inside the application's calls, so nothing that the handler throws leaves.</remarks>
internal sealed class DiagnosticEvents : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly string _listener;
    private readonly Predicate<string> _isWanted;
    private readonly Action<string, object?> _handle;
    private readonly List<IDisposable> _subscriptions = [];

    /// <summary>Begins to listen.</summary>
    /// <param name="listener">The listener's name.</param>
    /// <param name="isWanted">Which events are; asked before the library makes a payload.</param>
    /// <param name="handle">Gets the event's name and payload.</param>
    public DiagnosticEvents(string listener, Predicate<string> isWanted, Action<string, object?> handle)
    {
        (_listener, _isWanted, _handle) = (listener, isWanted, handle);
        Keep(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <summary>Stops listening.</summary>
    public void Dispose()
    {
        lock (_subscriptions)
        {
            foreach (var subscription in _subscriptions)
                subscription.Dispose();
            _subscriptions.Clear();
        }
    }

    /// <inheritdoc/>
    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name == _listener)
            Keep(value.Subscribe(this, _isWanted));
    }

    /// <inheritdoc/>
    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        try
        {
            if (_isWanted(value.Key))
                _handle(value.Key, value.Value);
        }
        catch (Exception exception)
        {
            Log.Once(
                LogLevel.Error, "events " + _listener,
                $"an event of {_listener} could not be handled ({exception.GetType().Name}: {exception.Message}); " +
                "further ones are not reported");
        }
    }

    /// <inheritdoc/>
    void IObserver<DiagnosticListener>.OnCompleted()
    {
    }

    /// <inheritdoc/>
    void IObserver<DiagnosticListener>.OnError(Exception error)
    {
    }

    /// <inheritdoc/>
    void IObserver<KeyValuePair<string, object?>>.OnCompleted()
    {
    }

    /// <inheritdoc/>
    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error)
    {
    }

    private void Keep(IDisposable subscription)
    {
        lock (_subscriptions)
            _subscriptions.Add(subscription);
    }
}
