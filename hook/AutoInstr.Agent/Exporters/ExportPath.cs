using AutoInstr.Agent.SelfLog;

namespace AutoInstr.Agent.Exporters;

/// <summary>The way of a signal to one place.</summary>
/// <param name="Target">That place.</param>
/// <param name="CreateEncoder">Makes what encodes the records, several if several threads make records at a time.</param>
/// <param name="CreateExporter">Makes what sends them; the delivery is for what it learns about its requests.</param>
/// <typeparam name="TEncoder">What encodes.</typeparam>
internal sealed record ExportPath<TEncoder>(
    ExportTarget Target, Func<TEncoder> CreateEncoder, Func<Delivery, BatchExporter> CreateExporter)
    where TEncoder : RecordEncoder
{
    /// <summary>Says that a record could not be encoded.</summary>
    /// <param name="log">Takes the line.</param>
    public Action<Exception> ReportEncoding(Action<LogLevel, string> log) => exception => log(
        LogLevel.Error, $"{Target.Exporter}: a {Target.Signal.Item} could not be encoded " +
        $"({exception.GetType().Name}: {exception.Message}); further ones are only counted, please report this");
}
