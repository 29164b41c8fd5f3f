using System.Diagnostics;

namespace AutoInstr.Agent.Configuration.File;

/// <summary>What a composite sampler is made of.</summary>
internal static class ComposableReader
{
    private const string Type = "ExperimentalComposable";
    private const string LeftOut = "the rule is left out";

    /// <summary>What is only known when a request has been answered, and what says nearly the same when it begins.</summary>
    private static readonly Dictionary<string, string> TooLate = new(StringComparer.Ordinal)
    {
        ["http.response.status_code"] = "http.route and http.request.method",
        ["error.type"] = "http.route and http.request.method",
        ["rpc.grpc.status_code"] = "rpc.method",
        ["rpc.response.status_code"] = "rpc.method",
    };

    /// <summary>Reads a section that names one.</summary>
    public static ComposableSettings? ReadOne(FileSection section) => section.One<ComposableSettings>(
        "a sampler", "it is left out",
        ("always_on", Type + "AlwaysOnSampler", static _ => new ComposableSettings.AlwaysOn()),
        ("always_off", Type + "AlwaysOffSampler", static _ => new ComposableSettings.AlwaysOff()),
        ("probability", Type + "ProbabilitySampler", static ratio => new ComposableSettings.Probability(ratio.Ratio("ratio", 1))),
        ("parent_threshold", Type + "ParentThresholdSampler", ReadParentThreshold),
        ("rule_based", Type + "RuleBasedSampler", static rules =>
            new ComposableSettings.RuleBased(rules.Children("rules", Type + "RuleBasedSamplerRule", ReadRule))));

    private static ComposableSettings? Read(FileSection section, string name) =>
        section.Child<ComposableSettings?>(name, Type + "Sampler", null, ReadOne);

    private static ComposableSettings.ParentThreshold? ReadParentThreshold(FileSection section)
    {
        if (!section.Has("root"))
            section.Missing("root", "the sampler is left out");
        return Read(section, "root") is { } root ? new ComposableSettings.ParentThreshold(root) : null;
    }

    private static SamplingRule? ReadRule(FileSection section)
    {
        if (!section.Has("sampler"))
            section.Missing("sampler", LeftOut);
        var sampler = Read(section, "sampler");
        var rule = new SamplingRule
        {
            Values = ReadCondition(section, "attribute_values", "AttributeValues", static values => new IncludeExclude(
                [.. values.Texts("values")], [])),
            Patterns = ReadCondition(section, "attribute_patterns", "AttributePatterns", IncludeExcludeReader.ReadLists),
            Kinds = [.. section.Texts("span_kinds", static kind => KindOf(kind) is null
                ? "is not one of internal, server, client, producer, consumer" : null).Select(static kind => KindOf(kind)!.Value)],
            Parents = [.. section.Texts("parent", static parent => ParentOf(parent) is null
                ? "is not one of none, remote, local" : null).Select(static parent => ParentOf(parent)!.Value)],
            Sampler = sampler ?? new ComposableSettings.AlwaysOff(),
        };
        // A rule that lost one of its conditions would be for more than was meant.
        var isWhole = IsRead(section, "attribute_values", rule.Values) && IsRead(section, "attribute_patterns", rule.Patterns) &&
            Counts(section, "span_kinds", rule.Kinds.Count) && Counts(section, "parent", rule.Parents.Count);
        return sampler is not null && isWhole ? rule : null;
    }

    private static AttributeCondition? ReadCondition(
        FileSection section, string name, string type, Func<FileSection, IncludeExclude> readAllowed) =>
        section.Child<AttributeCondition?>(name, $"{Type}RuleBasedSamplerRule{type}", null, condition =>
        {
            var key = condition.RequiredText("key", LeftOut);
            var allowed = readAllowed(condition);
            if (key is null)
                return null;
            if (type == "AttributeValues" && allowed.Included.Count == 0)
            {
                condition.Missing("values", LeftOut);
                return null;
            }
            if (TooLate.TryGetValue(key, out var instead))
            {
                condition.Say(
                    "key", $"'{key}' is not known yet when a span begins, which is when it is sampled: use {instead}; {LeftOut}");
                return null;
            }
            return new AttributeCondition(key, allowed);
        });

    private static bool IsRead(FileSection section, string name, AttributeCondition? condition) =>
        condition is not null || !section.Has(name);

    private static bool Counts(FileSection section, string name, int count) =>
        section.Value(name) is not { } value || (value is YamlSequence list && list.Items.Count == count);

    private static ActivityKind? KindOf(string name) => name switch
    {
        "internal" => ActivityKind.Internal,
        "server" => ActivityKind.Server,
        "client" => ActivityKind.Client,
        "producer" => ActivityKind.Producer,
        "consumer" => ActivityKind.Consumer,
        _ => null,
    };

    private static SpanParent? ParentOf(string name) => name switch
    {
        "none" => SpanParent.None,
        "remote" => SpanParent.Remote,
        "local" => SpanParent.Local,
        _ => null,
    };
}
