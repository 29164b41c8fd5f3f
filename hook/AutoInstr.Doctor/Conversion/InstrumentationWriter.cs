using AutoInstr.Agent.Configuration;

namespace AutoInstr.Doctor.Conversion;

/// <summary>Writes what is instrumented.</summary>
/// <param name="yaml">Where it is written.</param>
/// <param name="variable">Gives the value of an environment variable, or <see langword="null"/>.</param>
/// <param name="ids">The ids of instrumentations.</param>
internal sealed class InstrumentationWriter(YamlWriter yaml, Func<string, string?> variable, IReadOnlyCollection<string> ids)
{
    private readonly List<Action> _dotnet = [];

    /// <summary>Writes it, unless everything has its default.</summary>
    public void Write(AgentSettings settings)
    {
        var (traces, http) = (settings.Traces, settings.Traces.Http);
        Signalled(
            Signal.Traces, traces.IsInstrumentationEnabled,
            List("additional_sources", traces.AdditionalSources), List("additional_legacy_sources", traces.AdditionalLegacySources));
        Signalled(
            Signal.Metrics, settings.Metrics.IsInstrumentationEnabled, List("additional_sources", settings.Metrics.AdditionalMeters));
        Signalled(
            Signal.Logs, settings.Logs.IsInstrumentationEnabled,
            Flag("include_formatted_message", settings.Logs.IncludeFormattedMessage),
            Flag("correlation", settings.Logs is { Correlation: true, Enabled: true }));
        var excluded = http.ExcludedUrls.Where(static url => url != HttpSettings.Probes).ToList();
        Add(
            "http",
            Flag("exclude_probes", excluded.Count < http.ExcludedUrls.Count), List("excluded_urls", excluded),
            variable("AUTOINSTR_SANITIZED_HEADERS") is null ? null : () => yaml.Write("sanitized_headers", http.SanitizedHeaders));
        Add("graphql", Flag("set_document", traces.GraphQlSetDocument));

        var client = Present(
            List("request_captured_headers", http.ClientRequestHeaders), List("response_captured_headers", http.ClientResponseHeaders));
        var server = Present(
            List("request_captured_headers", http.ServerRequestHeaders), List("response_captured_headers", http.ServerResponseHeaders));
        if (_dotnet.Count + client.Count + server.Count == 0)
            return;
        yaml.Section("instrumentation/development", () =>
        {
            if (client.Count + server.Count > 0)
                yaml.Section("general", () => yaml.Section("http", () =>
                {
                    WriteAll("client", client);
                    WriteAll("server", server);
                }));
            WriteAll("dotnet", _dotnet);
        });
    }

    private void Signalled(Signal signal, Func<string, bool> isEnabled, params Action?[] others)
    {
        // Of an id that is none's, the switches of all hold.
        var fallback = isEnabled("");
        var switched = ids.Order(StringComparer.Ordinal).Where(id => isEnabled(id) != fallback).ToList();
        Action? switches = fallback && switched.Count == 0 ? null : () => yaml.Section("instrumentations", () =>
        {
            if (!fallback)
                yaml.Write("default", false);
            foreach (var id in switched)
                yaml.Write(id.ToLowerInvariant(), !fallback);
        });
        Add(signal.Name, [switches, .. others]);
    }

    private void Add(string name, params Action?[] content)
    {
        if (Present(content) is { Count: > 0 } present)
            _dotnet.Add(() => WriteAll(name, present));
    }

    private void WriteAll(string name, List<Action> content)
    {
        if (content.Count > 0)
            yaml.Section(name, () => content.ForEach(static write => write()));
    }

    private static List<Action> Present(params Action?[] content) => [.. content.OfType<Action>()];

    private Action? List(string name, IReadOnlyList<string> texts) => texts.Count == 0 ? null : () => yaml.Write(name, texts);

    private Action? Flag(string name, bool value) => value ? () => yaml.Write(name, true) : null;
}
