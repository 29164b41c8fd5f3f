using Xunit;

namespace AutoInstr.UnitTests.Configuration.Files;

/// <summary>Every mistake is one line with its place, its path, and what is used instead.</summary>
public sealed class MistakeTests
{
    private const string Traces = "tracer_provider:\n  processors:\n    - batch:\n        exporter:\n          otlp_http:\n";

    [Theory]
    [InlineData("tracer_provder:\n", "2:1: tracer_provder: is not a property here, tracer_provider is; it is left out")]
    [InlineData("x:\n", "2:1: x: is not a property here; it is left out")]
    [InlineData("disabled: yes\n", "2:11: disabled: 'yes' is not true or false; false is used")]
    [InlineData("disabled: [true]\n", "2:11: disabled: a list is not true or false; false is used")]
    [InlineData("log_level: loud\n",
        "2:12: log_level: 'loud' is not one of trace, trace2, trace3, trace4, debug, debug2, debug3, debug4, info, info2, info3, info4, " +
        "warn, warn2, warn3, warn4, error, error2, error3, error4, fatal, fatal2, fatal3, fatal4; warn is used")]
    [InlineData("resource: none\n", "2:11: resource: a text is not a mapping; it is left out")]
    [InlineData("resource:\n  attributes:\n    - name: a\n", "4:7: resource.attributes[0]: value is missing; the attribute is left out")]
    [InlineData("resource:\n  attributes:\n    - value: a\n", "4:7: resource.attributes[0]: name is missing; the attribute is left out")]
    [InlineData("resource:\n  attributes:\n    - { name: a, value: x, type: int }\n",
        "4:25: resource.attributes[0].value: a text is not of type int; the attribute is left out")]
    [InlineData("resource:\n  attributes_list: a=1,b\n",
        "3:20: resource.attributes_list: 'b' is not of the form key=value; none of the list is used")]
    [InlineData("resource:\n  detection/development:\n    detectors:\n      - hots:\n",
        "5:9: resource.detection/development.detectors[0].hots: is not a detector that is known, host is; it is left out")]
    [InlineData("propagator:\n  composite: [w3c]\n", "3:15: propagator.composite[0]: a text is not a mapping; it is left out")]
    [InlineData("propagator:\n  composite:\n    tracecontext:\n", "4:5: propagator.composite: a mapping is not a list; it is left out")]
    [InlineData("propagator:\n  composite_list: w3c\n",
        "3:19: propagator.composite_list: 'w3c' is not known (tracecontext, baggage, b3, b3multi, jaeger, xray, ottrace and none are); " +
        "none is used")]
    [InlineData("tracer_provider: {}\n", "2:1: tracer_provider: processors is missing; no spans are exported")]
    [InlineData("logger_provider: { processors: [] }\n", "2:20: logger_provider.processors: is an empty list; it is left out")]
    [InlineData("meter_provider: {}\n", "2:1: meter_provider: readers is missing; no metrics are exported")]
    [InlineData("tracer_provider:\n  processors:\n    - batch: {}\n",
        "4:7: tracer_provider.processors[0].batch: exporter is missing; the processor is left out")]
    [InlineData("tracer_provider:\n  processors:\n    - bach: {}\n",
        "4:7: tracer_provider.processors[0].bach: is not a processor that is known, batch is; it is left out")]
    [InlineData("tracer_provider:\n  processors:\n    - batch: { exporter: { otlp: } }\n",
        "4:28: tracer_provider.processors[0].batch.exporter.otlp: is not an exporter that is known; the processor is left out")]
    [InlineData("tracer_provider:\n  processors:\n    - batch: { exporter: { otlp_file/development: } }\n",
        "4:28: tracer_provider.processors[0].batch.exporter.otlp_file/development: is not supported; the processor is left out")]
    [InlineData("tracer_provider:\n  processors:\n    - batch: { exporter: { console: , otlp_http: } }\n",
        "4:39: tracer_provider.processors[0].batch.exporter.otlp_http: is one too many, an exporter has one name; the " +
        "processor is left out")]
    [InlineData("logger_provider:\n  processors:\n    - batch: { exporter: { zipkin: } }\n",
        "4:28: logger_provider.processors[0].batch.exporter.zipkin: is not an exporter that is known; the processor is left out")]
    [InlineData("tracer_provider:\n  processors:\n    - batch:\n        schedule_delay: \"5\"\n        exporter:\n          console:\n",
        "5:25: tracer_provider.processors[0].batch.schedule_delay: '5', a text, is not a whole number of at least 0; 5000 is used")]
    [InlineData("tracer_provider:\n  processors:\n    - batch:\n        max_queue_size: 0\n        exporter:\n          console:\n",
        "5:25: tracer_provider.processors[0].batch.max_queue_size: '0' is not a whole number from 1 to 1000000; 2048 is used")]
    [InlineData("tracer_provider:\n  processors:\n    - batch:\n        max_queue_size: ${SIZE}\n        exporter:\n          console:\n",
        "5:25: tracer_provider.processors[0].batch.max_queue_size: 'many' is not a whole number from 1 to 1000000; 2048 is used")]
    [InlineData(Traces + "            endpoint: collector:x\n",
        "7:23: tracer_provider.processors[0].batch.exporter.otlp_http.endpoint: 'collector:x' is neither an http or https address nor " +
        "host:port; http://localhost:4318/v1/traces is used")]
    [InlineData(Traces + "            encoding: json\n",
        "7:23: tracer_provider.processors[0].batch.exporter.otlp_http.encoding: 'json' is not supported; protobuf is used")]
    [InlineData(Traces + "            compression: zstd\n",
        "7:26: tracer_provider.processors[0].batch.exporter.otlp_http.compression: 'zstd' is not one of gzip, none; none is used")]
    [InlineData(Traces + "            headers:\n              - name: a b\n                value: secret\n",
        "8:23: tracer_provider.processors[0].batch.exporter.otlp_http.headers[0].name: 'a b' is not the name of a header; " +
        "the header is left out")]
    [InlineData(Traces + "            headers_list: secret\n",
        "7:27: tracer_provider.processors[0].batch.exporter.otlp_http.headers_list: entry 1 is not of the form name=value; " +
        "the other headers are used")]
    [InlineData(Traces + "            tls:\n              ca_file: /no/such.pem\n",
        "8:24: tracer_provider.processors[0].batch.exporter.otlp_http.tls.ca_file: '/no/such.pem' cannot be read (there is no " +
        "such file); " +
        "the system's list of authorities is used")]
    [InlineData(Traces + "  sampler:\n    jaeger_remote/development: { endpoint: x }\n",
        "8:5: tracer_provider.sampler.jaeger_remote/development: asks a server how to sample, which is not supported; " +
        "parent_based with a root of always_on is used")]
    [InlineData(Traces + "  sampler: {}\n", "7:3: tracer_provider.sampler: a sampler is missing; parent_based with a root of " +
        "always_on is used")]
    [InlineData(Traces + "  sampler:\n    trace_id_ratio_based: { ratio: 50 }\n",
        "8:36: tracer_provider.sampler.trace_id_ratio_based.ratio: '50' is not a number from 0 to 1; 1 is used")]
    [InlineData(Traces + "  sampler:\n    composite/development:\n      rule_based:\n        rules:\n          - span_kinds: " +
        "[sever]\n            sampler: { always_off: }\n",
        "11:26: tracer_provider.sampler.composite/development.rule_based.rules[0].span_kinds[0]: 'sever' is not one of internal, server, " +
        "client, producer, consumer; the rest of the list is used")]
    [InlineData(Traces + "  sampler:\n    composite/development:\n      rule_based:\n        rules:\n          - " +
        "attribute_values: { key: error.type, values: [timeout] }\n            sampler: { always_off: }\n",
        "11:38: tracer_provider.sampler.composite/development.rule_based.rules[0].attribute_values.key: 'error.type' is not " +
        "known yet when a span begins, which is when it is sampled: use http.route and http.request.method; the rule is left out")]
    [InlineData(Traces + "  sampler:\n    composite/development:\n      rule_based:\n        rules:\n          - span_kinds: [server]\n",
        "11:13: tracer_provider.sampler.composite/development.rule_based.rules[0]: sampler is missing; the rule is left out")]
    [InlineData("meter_provider:\n  readers: [{ periodic: { exporter: { console: } } }]\n  views:\n    - stream: {}\n",
        "5:7: meter_provider.views[0]: selector is missing; the view is left out")]
    [InlineData("meter_provider:\n  readers: [{ periodic: { exporter: { console: } } }]\n  views:\n    - selector: { " +
        "instrument_name: \"a*\" }\n      stream: { name: b }\n",
        "6:23: meter_provider.views[0].stream.name: would be the name of several streams, for the selector does not name one instrument; " +
        "it is left out")]
    [InlineData("meter_provider:\n  readers: [{ periodic: { exporter: { console: } } }]\n  views:\n    - selector: { " +
        "instrument_name: a }\n      stream: { aggregation: { explicit_bucket_histogram: { boundaries: [1, 1] } } }\n",
        "6:77: meter_provider.views[0].stream.aggregation.explicit_bucket_histogram.boundaries[1]: 1 is not greater than the one before; " +
        "the usual boundaries are used")]
    [InlineData("meter_provider:\n  readers: [{ periodic: { exporter: { console: } } }]\n  views:\n    - selector: { " +
        "instrument_name: a }\n      stream: { attribute_keys: { excluded: [\"a*\"] } }\n",
        "6:46: meter_provider.views[0].stream.attribute_keys.excluded[0]: 'a*' is a pattern, which is not supported; " +
        "the rest of the list is used")]
    [InlineData("meter_provider:\n  readers:\n    - periodic: { exporter: { console: } }\n    - periodic: { exporter: { " +
        "console: { default_histogram_aggregation: base2_exponential_bucket_histogram } } }\n",
        "5:19: meter_provider.readers[1].periodic.exporter: the default_histogram_aggregation of the first reader holds for " +
        "all; it is used")]
    [InlineData("meter_provider:\n  readers:\n    - pull: { exporter: { prometheus/development: { host: \"a b\" } } }\n",
        "4:59: meter_provider.readers[0].pull.exporter.prometheus/development.host: 'a b' is neither a host's name nor an address; " +
        "localhost is used")]
    [InlineData("instrumentation/development:\n  dotnet:\n    traces:\n      instrumentations: { aspnetcor: false }\n",
        "5:27: instrumentation/development.dotnet.traces.instrumentations.aspnetcor: is not an instrumentation that is known, " +
        "aspnetcore is")]
    [InlineData("instrumentation/development:\n  dotnet:\n    traces:\n      instrumentations: { npgsql: off }\n",
        "5:35: instrumentation/development.dotnet.traces.instrumentations.npgsql: 'off' is not true or false; true is used")]
    [InlineData("instrumentation/development:\n  dotnet:\n    http: { excluded_urls: [\"(\"] }\n",
        "4:29: instrumentation/development.dotnet.http.excluded_urls[0]: '(' is not a regular expression; the rest of the list is used")]
    [InlineData("distribution:\n  autoinstr:\n    existing_sdk: never\n",
        "4:19: distribution.autoinstr.existing_sdk: 'never' is not one of defer, defer-all, both; defer is used")]
    [InlineData("distribution:\n  autoinstr:\n    otlp: { retry: disk }\n",
        "4:20: distribution.autoinstr.otlp.retry: 'disk' needs retry_directory; in_memory is used")]
    public void One_mistake(string text, string report) => Assert.False(TestFile.With(text, ("SIZE", "many")).ReadWith(report).Disabled);

    [Fact]
    public void All_mistakes_are_said_in_order()
    {
        var file = TestFile.With("disabled: no\nlog_levl: warn\nresource: 5\nlogger_provider: {}\n");
        file.Read();
        Assert.Equal(["2", "3", "4", "5"], file.Reports.Select(static report => report.Split(':')[0]));
    }

    [Fact]
    public void A_mistake_in_what_is_used_twice_is_said_once()
    {
        var file = TestFile.With("""
            exporters:
              otlp: &otlp
                timeout: soon
            tracer_provider:
              processors: [{ batch: { exporter: { otlp_http: *otlp } } }]
            logger_provider:
              processors: [{ batch: { exporter: { otlp_http: *otlp } } }]
            """);
        file.Read();
        Assert.Equal(2, file.Reports.Count);
        Assert.All(file.Reports, static report => Assert.StartsWith("4:14: ", report));
    }

    [Fact]
    public void A_rule_that_lost_a_condition_is_left_out()
    {
        var file = TestFile.With("""
            tracer_provider:
              processors: [{ batch: { exporter: { console: } } }]
              sampler:
                composite/development:
                  rule_based:
                    rules:
                      - { span_kinds: [server, sever], sampler: { always_off: } }
                      - { sampler: { always_on: } }
            """);
        Assert.Equal("Composite{RuleBased{AlwaysOn}}", Agent.Traces.Samplers.Create(file.Read().Traces).Description);
        Assert.Single(file.Reports);
    }

    [Fact]
    public void What_is_not_set_is_as_if_nothing_were_written() => TestFile.With(
        Traces + "            endpoint: ${NOT_SET}\n            timeout: ${NOT_SET}\n  limits: ${NOT_SET}\n").ReadClean();
}
