namespace AutoInstr.Agent.Exporters;

/// <summary>The way of spans to one place.</summary>
/// <param name="Target">That place.</param>
/// <param name="CreateEncoder">Makes what encodes them, several if several threads end spans at a time.</param>
/// <param name="CreateExporter">Makes what sends them; the delivery is for what it learns about its requests.</param>
internal sealed record ExportPath(ExportTarget Target, Func<SpanEncoder> CreateEncoder, Func<Delivery, SpanExporter> CreateExporter);
