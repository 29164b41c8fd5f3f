using System.Text.Json;
using System.Text.Json.Nodes;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Configuration.File;
using AutoInstr.IntegrationTests.Harness;
using Json.Schema;
using Xunit;

namespace AutoInstr.UnitTests.Configuration.Files;

/// <summary>The schema that the kit has for editors says what the readers read, no more and no less.</summary>
public sealed class SchemaTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(
        Repository.Root, "hook/AutoInstr.Agent/Configuration/File/autoinstr-config.schema.json"));

    private static readonly JsonSchema Schema = JsonSchema.FromText(Text);

    [Fact]
    public void Its_properties_are_those_that_are_read()
    {
        var read = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var file in (string[])["supported.yaml", "unsupported.yaml"])
        {
            foreach (var (type, properties) in new TestFile(Sample(file), ("API_KEY", "a")).ReadAll().Properties)
            {
                if (!read.TryGetValue(type, out var known))
                    read.Add(type, known = new SortedSet<string>(StringComparer.Ordinal));
                known.UnionWith(properties);
            }
        }
        Assert.Equal(Shown(Described()), Shown(read));
    }

    [Fact]
    public void What_is_supported_is_read_without_a_word() =>
        new TestFile(Sample("supported.yaml"), ("API_KEY", "a")).ReadClean();

    [Fact]
    public void What_is_not_supported_is_refused_by_name()
    {
        var file = new TestFile(Sample("unsupported.yaml"));
        file.Read();
        Assert.Equal(
            [
                "instrumentation/development.general.peer", "meter_provider.readers[0].periodic.exporter.otlp_file/development",
                "meter_provider.readers[0].periodic.producers", "meter_provider.readers[1].pull.producers",
                "tracer_provider.processors[0].batch.exporter.otlp_file/development", "tracer_provider.sampler.jaeger_remote/development",
            ],
            file.Reports.Select(static report => report.Split(": ")[1]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("supported.yaml")]
    [InlineData("unsupported.yaml")]
    public void Files_of_the_format_are_valid(string file) => AssertValid(Sample(file));

    [Theory]
    [InlineData("file_format: \"0.4\"")]
    [InlineData("file_format: \"1.0\"\ntracer_provider: {}")]
    [InlineData("file_format: \"1.0\"\ntracer_provider: { processors: [{ batch: { exporter: { otlp: } } }] }")]
    [InlineData("file_format: \"1.0\"\npropagator: { composite: { tracecontext: } }")]
    [InlineData("file_format: \"1.0\"\nattribute_limits: { attribute_count_limit: \"5\" }")]
    [InlineData("file_format: \"1.0\"\nattribute_limits: { attribute_count_limit: -1 }")]
    [InlineData("file_format: \"1.0\"\ndisabled: yes")]
    [InlineData("file_format: \"1.0\"\ndistribution: { autoinstr: { existing_sdk: never } }")]
    public void Mistakes_are_not_valid(string text) => Assert.False(Evaluate(text).IsValid);

    [Theory]
    [InlineData("disabled: ${DISABLED}")]
    [InlineData("attribute_limits: { attribute_count_limit: \"${LIMIT:-5}\" }")]
    [InlineData("log_level: ${LEVEL:-info}")]
    [InlineData("kept: { for: anchors }")]
    public void Variables_and_anchors_are_valid(string text) => AssertValid("file_format: \"1.0\"\n" + text);

    internal static void AssertValid(string text)
    {
        var result = Evaluate(text);
        var errors = (result.Details ?? []).Where(static detail => detail.Errors is not null)
            .Select(static detail => $"{detail.InstanceLocation}: {string.Join(", ", detail.Errors!.Values)}");
        Assert.True(result.IsValid, string.Join('\n', errors));
    }

    private static EvaluationResults Evaluate(string text)
    {
        // As an editor sees it: references are texts.
        var mistakes = new Mistakes("file");
        var root = YamlReader.Read(new StringReader(text.Replace("${", "$${")), new Substitution(static _ => null), mistakes);
        Assert.Empty(mistakes.Lines);
        return Schema.Evaluate(
            JsonSerializer.SerializeToElement(ToJson(root!)), new EvaluationOptions { OutputFormat = OutputFormat.List });
    }

    private static string Sample(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Configuration/Files", file));

    private static SortedDictionary<string, SortedSet<string>> Described()
    {
        var root = JsonNode.Parse(Text)!.AsObject();
        var all = Properties(root);
        all.Remove("*");
        var types = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal) { ["OpenTelemetryConfiguration"] = all };
        foreach (var (type, definition) in root["$defs"]!.AsObject())
            types.Add(type, Properties(definition!.AsObject()));
        return types;
    }

    private static SortedSet<string> Properties(JsonObject definition)
    {
        var properties = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (name, _) in definition["properties"]?.AsObject() ?? [])
            properties.Add(name);
        if (definition["additionalProperties"]?.GetValueKind() != JsonValueKind.False)
            properties.Add("*");
        return properties;
    }

    private static string Shown(SortedDictionary<string, SortedSet<string>> types) =>
        string.Concat(types.Select(static type => $"{type.Key}: {string.Join(' ', type.Value)}\n"));

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMapping mapping => new JsonObject(mapping.Entries.Select(
            static entry => KeyValuePair.Create(entry.Name, ToJson(entry.Value)))),
        YamlSequence list => new JsonArray([.. list.Items.Select(ToJson)]),
        YamlScalar { Type: ScalarType.Null } => null,
        YamlScalar { Type: ScalarType.Boolean } truth => JsonValue.Create(truth.Text is "true" or "True" or "TRUE"),
        YamlScalar { Type: ScalarType.Integer } number => JsonValue.Create((long)YamlScalar.ToInteger(number.Text)!),
        YamlScalar { Type: ScalarType.Real } number => JsonValue.Create(YamlScalar.ToReal(number.Text)!.Value),
        var other => JsonValue.Create(((YamlScalar)other).Text),
    };
}
