namespace AutoInstr.Compare.Differences;

/// <summary>Which attributes are compared, and how.</summary>
/// <param name="Ignored">Names not looked at; a <c>*</c> at the end stands for any rest.</param>
/// <param name="IsStrict">Whether values that are others in every run are compared all the same.</param>
internal sealed record AttributeRules(IReadOnlyList<string> Ignored, bool IsStrict)
{
    /// <summary>What differs from run to run, or between two builds of the same source: ids, ports, threads, places in memory and files.
    /// Of these, only that both are there and their types are compared.</summary>
    public static readonly IReadOnlyList<string> Volatile =
    [
        "client.port", "server.port", "network.peer.port", "network.local.port", "net.peer.port", "net.host.port", "net.sock.peer.port", "http.host",
        "thread.id", "thread.name", "process.*", "host.*", "os.*", "container.*", "k8s.pod.*", "service.instance.id", "session.id",
        "exception.stacktrace", "code.line.number", "code.lineno", "code.file.path", "code.filepath", "code.stacktrace",
        "messaging.message.id", "messaging.message.conversation_id", "messaging.client.id", "messaging.client_id",
        "messaging.kafka.offset", "messaging.rabbitmq.message.delivery_tag", "http.request.header.traceparent", "aws.request_id",
        "telemetry.distro.*",
    ];

    /// <summary>Nothing ignored, nothing strict.</summary>
    public static AttributeRules Usual { get; } = new([], false);

    /// <summary>Whether an attribute is not looked at.</summary>
    public bool IsIgnored(string name) => Matches(Ignored, name);

    /// <summary>Whether an attribute's value is not looked at.</summary>
    public bool IsVolatile(string name) => !IsStrict && Matches(Volatile, name);

    /// <summary>Whether two values of one type are the same, as far as they are looked at.</summary>
    public bool AreSame(string name, string manual, string automatic) => IsVolatile(name) || AreSame(manual, automatic);

    /// <summary>Whether two texts are the same, as far as they are looked at.</summary>
    public bool AreSame(string manual, string automatic) =>
        manual == automatic || (!IsStrict && StableText.Of(manual) == StableText.Of(automatic));

    private static bool Matches(IReadOnlyList<string> patterns, string name)
    {
        foreach (var pattern in patterns)
            if (pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern)
                return true;
        return false;
    }
}
