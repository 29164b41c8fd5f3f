using System.Text;
using AutoInstr.Viewer;
using AutoInstr.Viewer.Decoding;
using AutoInstr.Viewer.Model;
using Otlp = AutoInstr.Viewer.Otlp;

namespace AutoInstr.UnitTests.Receiver;

/// <summary>Metrics and log records as a sender would make them, and stores for them.</summary>
internal static class Telemetry
{
    /// <summary>A store that is large enough.</summary>
    public static TelemetryStore Store() => new(new TraceStore(1000), new LogStore(1000), new MetricStore(1000));

    /// <summary>Takes lines of OTLP JSON.</summary>
    public static TelemetryStore With(this TelemetryStore store, params string[] lines)
    {
        foreach (var line in lines)
            foreach (var request in OtlpJsonLines.Read(line))
                store.Add(request);
        return store;
    }

    /// <summary>A request of one resource and one scope with one metric, whose kind and data are given in JSON.</summary>
    public static string Metric(string name, string unit, string data, string service = "shop", string scope = "Shop") =>
        $$$"""
        {"resourceMetrics":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"{{{service}}}"}}]},
        "scopeMetrics":[{"scope":{"name":"{{{scope}}}","version":"2"},"metrics":[
        {"name":"{{{name}}}","description":"of {{{name}}}","unit":"{{{unit}}}",{{{data}}}}]}]}]}
        """;

    /// <summary>A request of one resource and one scope with log records, which are given in JSON.</summary>
    public static string Logs(string records, string service = "shop", string scope = "Shop.Orders") =>
        $$$"""
        {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"{{{service}}}"}}]},
        "scopeLogs":[{"scope":{"name":"{{{scope}}}"},"logRecords":[{{{records}}}]}]}]}
        """;

    /// <summary>A log record of its own.</summary>
    public static LogRecord Log(string body, int bytes = 1, string trace = "") => new() { Body = body, WireSize = bytes, TraceId = trace };

    /// <summary>A gauge's point.</summary>
    public static MetricPoint Point(string name, double value, int bytes = 1, params (string, object?)[] attributes) => new(
        new MetricInstrument("shop", "Shop", "", name, "", "1", MetricKind.Gauge, Temporality.Unspecified, false),
        AttributeMap.Empty, new AttributeMap(attributes.Select(static a => KeyValuePair.Create(a.Item1, a.Item2))),
        new Otlp.NumberDataPoint { AsDouble = value }, bytes);

    /// <summary>What is written by one who knows JSON.</summary>
    public static string Json(Google.Protobuf.IMessage message)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        OtlpJsonWriter.Write(output, message);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
