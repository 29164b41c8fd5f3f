using AutoInstr.Agent.Metrics;
using AutoInstr.Agent.Sources;
using AutoInstr.Cli.Flags;

namespace AutoInstr.Agent.Configuration.File;

/// <summary>What is instrumented, and how: <c>instrumentation/development</c>.</summary>
internal static class InstrumentationReader
{
    private const string Type = "DotnetInstrumentation";

    /// <summary>Other languages' sections, which are theirs.</summary>
    private static readonly string[] Others = ["cpp", "erlang", "go", "java", "js", "php", "python", "ruby", "rust", "swift"];

    /// <summary>Reads it.</summary>
    /// <param name="file">The root.</param>
    public static InstrumentationSettings Read(FileSection file) =>
        file.Child("instrumentation/development", "ExperimentalInstrumentation", new InstrumentationSettings(), section =>
        {
            foreach (var language in Others)
                section.Has(language);
            var headers = section.Child("general", "ExperimentalGeneralInstrumentation", new HttpSettings(), ReadGeneral);
            return section.Child(
                "dotnet", Type, new InstrumentationSettings { Http = headers }, dotnet => ReadDotnet(dotnet, headers));
        });

    private static HttpSettings ReadGeneral(FileSection section)
    {
        section.Refuse("peer", "is not supported; peers have the names that they are called by");
        return section.Child("http", "ExperimentalHttpInstrumentation", new HttpSettings(), http =>
        {
            var client = http.Child<(List<string>, List<string>)>("client", "ExperimentalHttpClientInstrumentation", ([], []), ReadHeaders);
            var server = http.Child<(List<string>, List<string>)>("server", "ExperimentalHttpServerInstrumentation", ([], []), ReadHeaders);
            return new HttpSettings
            {
                ClientRequestHeaders = client.Item1,
                ClientResponseHeaders = client.Item2,
                ServerRequestHeaders = server.Item1,
                ServerResponseHeaders = server.Item2,
            };
        });
    }

    private static (List<string> Request, List<string> Response) ReadHeaders(FileSection section) =>
        (ReadHeaderNames(section, "request_captured_headers"), ReadHeaderNames(section, "response_captured_headers"));

    private static List<string> ReadHeaderNames(FileSection section, string name)
    {
        var names = section.Texts(name, static text => HeaderSyntax.IsName(text) ? null : "is not the name of a header");
        return [.. names.Select(static header => header.ToLowerInvariant()).Distinct()];
    }

    private static InstrumentationSettings ReadDotnet(FileSection section, HttpSettings headers)
    {
        var settings = new InstrumentationSettings { Http = headers };
        settings = section.Child("traces", Type + "Traces", settings, traces => settings with
        {
            Traces = ReadSwitches(traces),
            AdditionalSources = traces.Texts("additional_sources"),
            AdditionalLegacySources = traces.Texts("additional_legacy_sources"),
        });
        settings = section.Child("metrics", Type + "Metrics", settings, metrics => settings with
        {
            Metrics = ReadSwitches(metrics),
            AdditionalMeters = metrics.Texts("additional_sources"),
        });
        settings = section.Child("logs", Type + "Logs", settings, logs => settings with
        {
            Logs = ReadSwitches(logs),
            IncludeFormattedMessage = logs.Boolean("include_formatted_message", false),
            LogsCorrelation = logs.Boolean("correlation", false),
        });
        settings = section.Child("http", Type + "Http", settings, http => settings with { Http = ReadHttp(http, headers) });
        return section.Child("graphql", Type + "GraphQl", settings, graphql => settings with
        {
            GraphQlSetDocument = graphql.Boolean("set_document", false),
        });
    }

    private static HttpSettings ReadHttp(FileSection section, HttpSettings headers)
    {
        var probes = section.Boolean("exclude_probes", false);
        var sanitized = ReadPatterns(section, "sanitized_headers");
        return headers with
        {
            ExcludedUrls = [.. ReadPatterns(section, "excluded_urls"), .. probes ? [HttpSettings.Probes] : Array.Empty<string>()],
            // The default stays when nothing that was named is a pattern: a slip must not lay secrets open.
            SanitizedHeaders = sanitized.Count > 0 || section.Value("sanitized_headers") is YamlSequence { Items.Count: 0 }
                ? sanitized : headers.SanitizedHeaders,
        };
    }

    private static List<string> ReadPatterns(FileSection section, string name) => section.Texts(
        name, static text => HttpSettings.IsRegularExpression(text) ? null : "is not a regular expression", mayBeEmpty: true);

    /// <summary>The switches of a signal's instrumentations, by their ids in lower case; <c>default</c> is for all others.</summary>
    private static Func<string, bool> ReadSwitches(FileSection signal) =>
        signal.Child<Func<string, bool>>("instrumentations", Type + "Switches", static _ => true, section =>
        {
            var fallback = section.Boolean("default", true);
            var switches = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
            var known = new Lazy<HashSet<string>>(KnownIds);
            foreach (var entry in section.Free())
            {
                switches[entry.Name] = section.Boolean(entry.Name, fallback);
                // Patches of one's own may have any.
                if (!known.Value.Contains(entry.Name) && Spelling.FindNearest(entry.Name.ToLowerInvariant(), known.Value) is { } nearest)
                    section.Say(entry.Position, section.Join(entry.Name), $"is not an instrumentation that is known, {nearest} is");
            }
            return id => switches.GetValueOrDefault(id, fallback);
        });

    private static HashSet<string> KnownIds() => Catalogue.Create().Select(static row => row.Id)
        .Concat(MeterCatalogue.Create().Select(static row => row.Id)).Concat(LogsSettings.Libraries)
        .Select(static id => id.ToLowerInvariant()).ToHashSet(StringComparer.OrdinalIgnoreCase);
}

/// <summary>What is instrumented, and how.</summary>
internal sealed record InstrumentationSettings
{
    /// <summary>Whether spans of an instrumentation are made.</summary>
    public Func<string, bool> Traces { get; init; } = static _ => true;

    /// <summary>Whether an instrumentation's meters are listened to.</summary>
    public Func<string, bool> Metrics { get; init; } = static _ => true;

    /// <summary>Whether records of a logging library are taken.</summary>
    public Func<string, bool> Logs { get; init; } = static _ => true;

    /// <summary>Further sources of spans.</summary>
    public IReadOnlyList<string> AdditionalSources { get; init; } = [];

    /// <summary>Names of activities that are made without a source.</summary>
    public IReadOnlyList<string> AdditionalLegacySources { get; init; } = [];

    /// <summary>Further meters.</summary>
    public IReadOnlyList<string> AdditionalMeters { get; init; } = [];

    /// <summary>Whether the body of a log record is the message with its values.</summary>
    public bool IncludeFormattedMessage { get; init; }

    /// <summary>Whether the application's own logs are given the ids of trace and span.</summary>
    public bool LogsCorrelation { get; init; }

    /// <summary>HTTP spans.</summary>
    public HttpSettings Http { get; init; } = new();

    /// <summary>Whether GraphQL spans hold the document.</summary>
    public bool GraphQlSetDocument { get; init; }
}
