using Xunit;

namespace AutoInstr.UnitTests.Configuration.Files;

/// <summary>What is wrong with a file before anything in it is looked at.</summary>
public sealed class YamlReaderTests
{
    private const string Without = "the application runs without telemetry";

    [Fact]
    public void What_is_not_YAML()
    {
        var file = TestFile.With("tracer_provider:\n  processors: [\n  sampler: }\n");
        Assert.True(file.Read().Disabled);
        var report = Assert.Single(file.Reports);
        Assert.StartsWith("3:15: what follows is not YAML", report);
        Assert.EndsWith("; " + Without, report);
    }

    [Theory]
    [InlineData("a: b: c\n", "2:5: this is not YAML: ")]
    [InlineData("a: \"open\n", "2:4: this is not YAML: ")]
    [InlineData("\ta: 1\n", "1:1: this is not YAML: ")]
    public void Where_it_stops_being_YAML(string text, string start)
    {
        var file = TestFile.With(text);
        file.Read();
        Assert.StartsWith(start, Assert.Single(file.Reports));
    }

    [Fact]
    public void Whatever_is_in_a_file_is_said_and_not_thrown()
    {
        var random = new Random(7);
        const string characters = "abc:-  \n\n{}[]\"'#&*!|>%@`?,$~\t0";
        for (var i = 0; i < 3000; i++)
        {
            var text = string.Create(random.Next(60), random, (span, source) =>
            {
                for (var j = 0; j < span.Length; j++)
                    span[j] = characters[source.Next(characters.Length)];
            });
            TestFile.With(text).Read();
        }
    }

    [Theory]
    [InlineData("", " this is not a mapping with file_format in it; " + Without)]
    [InlineData("just a text", " this is not a mapping with file_format in it; " + Without)]
    [InlineData("resource:\n", "1:1: file_format is missing (file_format: \"1.0\"); " + Without)]
    [InlineData("file_format: \"0.4\"\n", "1:14: file_format: '0.4' is not a format that is known here, 1.0 is; " + Without)]
    [InlineData("file_format: \"1.0-rc.1\"\n", "1:14: file_format: '1.0-rc.1' is not a format that is known here, 1.0 is; " + Without)]
    [InlineData("file_format: 1.0\nx: *a\n", "2:4: there is no anchor 'a' above; " + Without)]
    [InlineData("file_format: 1.0\nx: ${A B}\n", "2:4: '${A B}' is no reference to a variable: those are ${NAME} and " +
        "${NAME:-default}, and $$ stands for a dollar sign; " + Without)]
    [InlineData("file_format: 1.0\n? [a]\n: 1\n", "2:3: a name is expected here; " + Without)]
    public void A_file_of_no_use(string text, string report) => Assert.True(new TestFile(text).ReadWith(report).Disabled);

    [Fact]
    public void A_file_that_is_not_there()
    {
        var environment = new TestEnvironment(("OTEL_CONFIG_FILE", "/no/such.yaml"));
        Assert.True(environment.ReadWithReport($"OTEL_CONFIG_FILE: /no/such.yaml: there is no such file; {Without}").Disabled);
    }

    [Fact]
    public void Only_a_file_and_the_log_are_read_when_there_is_one()
    {
        var environment = new TestEnvironment(("OTEL_CONFIG_FILE", "/no/such.yaml"));
        environment.Read();
        Assert.Equal(
            [
                "OTEL_CONFIG_FILE", "OTEL_DOTNET_AUTO_LOGGER", "OTEL_DOTNET_AUTO_LOG_DIRECTORY", "OTEL_DOTNET_AUTO_LOG_FILE_SIZE",
                "OTEL_LOG_LEVEL",
            ],
            environment.Asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_directory_is_no_file()
    {
        var environment = new TestEnvironment(("OTEL_CONFIG_FILE", "/tmp"));
        Assert.True(environment.ReadWithReport($"OTEL_CONFIG_FILE: /tmp: access is denied; {Without}").Disabled);
    }

    [Fact]
    public void A_newer_minor_version_is_read() => TestFile.With("").ReadClean();

    [Fact]
    public void A_newer_minor_version_is_noted() => Assert.False(new TestFile("file_format: \"1.3\"\n").ReadWith(
        "1:14: file_format: '1.3' is newer than 1.0, which is known here; what 1.0 does not have is left out").Disabled);

    [Fact]
    public void The_first_of_two_is_used()
    {
        var settings = TestFile.With("propagator:\n  composite_list: b3\n  composite_list: jaeger\n").ReadWith(
            "4:3: composite_list: is there twice; the one in line 3 is used");
        Assert.Equal(["b3"], settings.Propagators);
    }

    [Fact]
    public void Anchors_are_followed_and_merged()
    {
        var settings = TestFile.With("""
            shared:
              otlp: &otlp
                endpoint: http://collector:4318/v1/traces
                compression: gzip
            tracer_provider:
              processors:
                - batch:
                    exporter:
                      otlp_http: *otlp
                - batch:
                    exporter:
                      otlp_http:
                        <<: *otlp
                        compression: none
            """).ReadClean();
        Assert.Equal([true, false], settings.Traces.Processors.Select(static processor => processor.Otlp.Gzip));
        Assert.All(settings.Traces.Processors, static processor => Assert.Equal("collector", processor.Otlp.Endpoint.Host));
    }

    [Fact]
    public void What_anchors_multiply_is_bounded()
    {
        var levels = string.Concat(Enumerable.Range(1, 12).Select(static level =>
            $"s{level}: &s{level}\n  parent_based: {{ {string.Join(", ", Parents.Select(parent => $"{parent}: *s{level - 1}"))} }}\n"));
        var file = TestFile.With(
            $"s0: &s0\n  always_on:\n{levels}tracer_provider:\n  processors: [{{ simple: {{ exporter: {{ console: }} }} }}]\n" +
            "  sampler: *s12\n");
        Assert.True(file.Read().Disabled);
        Assert.EndsWith("there are more than 10000 sections; " + Without, Assert.Single(file.Reports));
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        var file = TestFile.With("x: " + new string('[', 100_000));
        Assert.True(file.Read().Disabled);
        Assert.Equal("2:67: this is nested deeper than 64 levels; " + Without, Assert.Single(file.Reports));
    }

    [Fact]
    public void Size_is_bounded()
    {
        var file = TestFile.With(new string('#', 1024 * 1024 + 1));
        Assert.True(file.Read().Disabled);
        Assert.Equal(" this is larger than 1 MB; " + Without, Assert.Single(file.Reports));
    }

    private static readonly string[] Parents =
        ["root", "remote_parent_sampled", "remote_parent_not_sampled", "local_parent_sampled", "local_parent_not_sampled"];
}
