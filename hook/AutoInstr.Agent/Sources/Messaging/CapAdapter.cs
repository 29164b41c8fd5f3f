using System.Diagnostics;

namespace AutoInstr.Agent.Sources.Messaging;

/// <summary>Makes spans of what CAP does with a message, and carries the context in the message's headers.</summary>
/// <remarks>
/// CAP first stores a message (the caller's span ends there), later sends it, stores what arrives and calls the subscriber, each from
/// another thread or process: the headers are the only thing that goes all the way.
/// </remarks>
internal sealed class CapAdapter : IDisposable
{
    /// <summary>Name of the source of these spans.</summary>
    public const string SourceName = "AutoInstr.DotNetCore.CAP";

    private const string Prefix = "DotNetCore.CAP.Write";
    private const string Store = Prefix + "PublishMessageStore";
    private const string Send = Prefix + "Publish";
    private const string Receive = Prefix + "Consume";
    private const string Process = Prefix + "SubscriberInvoke";
    private const string Before = "Before";
    private const string After = "After";
    private const string Error = "Error";

    private readonly ActivitySource _source = new(SourceName);
    private readonly PayloadProperty<IDictionary<string, string?>> _headersOfMessage = new("Message", "Headers");
    private readonly PayloadProperty<IDictionary<string, string?>> _headersOfTransport = new("TransportMessage", "Headers");
    private readonly PayloadProperty<string> _broker = new("BrokerAddress", "Name");
    private readonly PayloadProperty<string> _brokerEndpoint = new("BrokerAddress", "Endpoint");
    private readonly PayloadProperty<Exception> _exception = new("Exception");
    private readonly DiagnosticEvents _events;

    /// <summary>Begins to listen.</summary>
    public CapAdapter() => _events = new DiagnosticEvents("CapDiagnosticListener", IsWanted, Handle);

    /// <summary>Stops listening.</summary>
    public void Dispose()
    {
        _events.Dispose();
        _source.Dispose();
    }

    private static bool IsWanted(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    private void Handle(string name, object? payload)
    {
        if (payload is null)
            return;
        switch (name)
        {
            case Store + Before:
                Start("create", ActivityKind.Producer, _headersOfMessage.Read(payload), payload);
                break;
            case Send + Before:
                Start("send", ActivityKind.Client, _headersOfTransport.Read(payload), payload);
                break;
            case Receive + Before:
                Start("receive", ActivityKind.Client, _headersOfTransport.Read(payload), payload);
                break;
            case Process + Before:
                Start("process", ActivityKind.Consumer, _headersOfMessage.Read(payload), payload);
                break;
            case Store + After or Send + After or Receive + After or Process + After:
                Stop(null);
                break;
            case Store + Error or Send + Error or Receive + Error or Process + Error:
                Stop(_exception.Read(payload));
                break;
        }
    }

    private void Start(string operation, ActivityKind kind, IDictionary<string, string?>? headers, object payload)
    {
        if (headers is null || !_source.HasListeners())
            return;
        headers.TryGetValue("cap-msg-name", out string? topic);

        // Created where the application publishes, or as a reply of which CAP copied the context; all else goes on from the headers.
        ActivityContext parent = operation == "create" && Activity.Current is not null ? default : Extract(headers);
        Activity? activity = _source.StartActivity($"{operation} {topic}", kind, parent);
        if (activity is null)
            return;
        if (operation == "create")
            DistributedContextPropagator.Current.Inject(activity, headers, static (carrier, field, value) => Set(carrier, field, value));
        if (!activity.IsAllDataRequested)
            return;
        activity.SetTag("messaging.system", TransportOf(payload));
        activity.SetTag("messaging.operation.type", operation);
        activity.SetTag("messaging.operation.name", operation);
        activity.SetTag("messaging.destination.name", topic);
        activity.SetTag("messaging.message.id", headers.TryGetValue("cap-msg-id", out string? id) ? id : null);
        if (headers.TryGetValue("cap-msg-group", out string? group))
            activity.SetTag("messaging.consumer.group.name", group);
        if (_brokerEndpoint.Read(payload) is { Length: > 0 } endpoint && !endpoint.Contains('@', StringComparison.Ordinal))
            ServerAddress.Set(activity, endpoint);
    }

    /// <summary>CAP announces the end where it announced the beginning, so that the span is still the current one.</summary>
    private void Stop(Exception? exception)
    {
        if (Activity.Current is not { } activity || activity.Source != _source)
            return;
        // CAP wraps what the application's subscriber threw.
        if (exception is not null)
            activity.Fail(exception.InnerException ?? exception);
        activity.Stop();
    }

    /// <summary>The transport, where the event says so; what CAP keeps in its own tables has none.</summary>
    private string TransportOf(object payload) => _broker.Read(payload) is { Length: > 0 } broker ? broker.ToLowerInvariant() : "cap";

    private static ActivityContext Extract(IDictionary<string, string?> headers)
    {
        DistributedContextPropagator.Current.ExtractTraceIdAndState(headers, Get, out string? traceParent, out string? traceState);
        return ActivityContext.TryParse(traceParent, traceState, isRemote: true, out ActivityContext context) ? context : default;
    }

    private static void Get(object? carrier, string field, out string? value, out IEnumerable<string>? values)
    {
        ((IDictionary<string, string?>)carrier!).TryGetValue(field, out value);
        values = null;
    }

    private static void Set(object? carrier, string field, string value) => ((IDictionary<string, string?>)carrier!)[field] = value;
}
