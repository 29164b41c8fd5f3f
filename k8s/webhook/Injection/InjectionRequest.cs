namespace AutoInstr.Webhook.Injection;

/// <summary>What annotations ask for.</summary>
/// <param name="IsAsked">Whether the kit is to be injected.</param>
/// <param name="Containers">The names of the containers; empty for all but init containers.</param>
/// <param name="Warnings">What is wrong with the annotations.</param>
internal sealed record InjectionRequest(bool IsAsked, IReadOnlyList<string> Containers, IReadOnlyList<string> Warnings)
{
    /// <summary>Whether to inject: <c>true</c> or <c>false</c>, on a pod or on its namespace.</summary>
    public const string Inject = "autoinstr/inject";

    /// <summary>The containers' names, separated by commas.</summary>
    public const string ContainerNames = "autoinstr/containers";

    /// <summary>The OpenTelemetry Operator's, whose value may be the name of a resource too.</summary>
    public const string OperatorInject = "instrumentation.opentelemetry.io/inject-dotnet";

    private static readonly string[] Lists =
    [
        ContainerNames, "instrumentation.opentelemetry.io/dotnet-container-names", "instrumentation.opentelemetry.io/container-names",
    ];

    /// <summary>Reads them. A pod's come before its namespace's, and the kit's before the operator's.</summary>
    /// <param name="sources">The pod's, then the namespace's.</param>
    public static InjectionRequest Read(params IReadOnlyList<IReadOnlyDictionary<string, string>> sources)
    {
        foreach (var annotations in sources)
        {
            foreach (var name in (string[])[Inject, OperatorInject])
            {
                if (annotations.TryGetValue(name, out var value))
                    return Decide(name, value.Trim(), sources);
            }
        }
        return new InjectionRequest(false, [], []);
    }

    /// <summary>Whether annotations say yes or no.</summary>
    public static bool IsDecidedBy(IReadOnlyDictionary<string, string> annotations) =>
        annotations.ContainsKey(Inject) || annotations.ContainsKey(OperatorInject);

    /// <summary>Whether an annotation is one of those that are looked at.</summary>
    public static bool IsRead(string name) => name is Inject or OperatorInject || Array.IndexOf(Lists, name) >= 0;

    private static InjectionRequest Decide(string name, string value, IReadOnlyList<IReadOnlyDictionary<string, string>> sources)
    {
        if (value.Equals("false", StringComparison.OrdinalIgnoreCase))
            return new InjectionRequest(false, [], []);
        if (value.Equals("true", StringComparison.OrdinalIgnoreCase))
            return new InjectionRequest(true, Names(sources), []);
        return name == OperatorInject && value.Length > 0
            ? new InjectionRequest(
                true, Names(sources), [$"{name}: the resource '{value}' is the operator's; this webhook's settings are used"])
            : new InjectionRequest(false, [], [$"{name}: '{value}' is neither true nor false; nothing is injected"]);
    }

    private static string[] Names(IReadOnlyList<IReadOnlyDictionary<string, string>> sources) =>
        (from annotations in sources
         from list in Lists
         where annotations.ContainsKey(list)
         select annotations[list]).FirstOrDefault()
        ?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
