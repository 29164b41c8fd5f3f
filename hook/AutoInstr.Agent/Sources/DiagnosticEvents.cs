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
    private readonly Action<string, object?>? _asked;
    private readonly List<IDisposable> _subscriptions = [];

    /// <summary>Begins to listen.</summary>
    /// <param name="listener">The listener's name.</param>
    /// <param name="isWanted">Which events are; asked before the library makes a payload.</param>
    /// <param name="handle">Gets the event's name and payload.</param>
    /// <param name="asked">Gets the name and what the library shows when it asks whether an event is wanted.</param>
    public DiagnosticEvents(
        string listener, Predicate<string> isWanted, Action<string, object?> handle, Action<string, object?>? asked = null)
    {
        (_listener, _isWanted, _handle, _asked) = (listener, isWanted, handle, asked);
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
            Keep(_asked is null ? value.Subscribe(this, _isWanted) : value.Subscribe(this, IsWanted));
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

    private bool IsWanted(string name, object? shown, object? _)
    {
        try
        {
            _asked!(name, shown);
        }
        catch (Exception exception)
        {
            Log.Once(
                LogLevel.Error, "questions " + _listener,
                $"a question of {_listener} could not be handled ({exception.GetType().Name}: {exception.Message}); " +
                "further ones are not reported");
        }
        return _isWanted(name);
    }

    private void Keep(IDisposable subscription)
    {
        lock (_subscriptions)
            _subscriptions.Add(subscription);
    }
}
