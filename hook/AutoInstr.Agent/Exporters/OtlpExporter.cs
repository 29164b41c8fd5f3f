using System.Reflection;
using OpenTelemetry.Resources;

namespace AutoInstr.Agent.Exporters;

/// <summary>Sends spans and log records by OTLP: the bodies are ours, how they travel is the SDK's.</summary>
internal sealed class OtlpExporter : BatchExporter
{
    private readonly IDisposable _transmission;
    private readonly Func<byte[], int, bool> _submit;
    private readonly Func<int, bool> _shutDown;
    private readonly OtlpRequest _request;

    /// <summary>Makes an exporter.</summary>
    /// <param name="transmission">The SDK's handler of requests.</param>
    /// <param name="resource">What all records belong to.</param>
    /// <param name="isGrpc">Whether requests are gRPC's.</param>
    public OtlpExporter(object transmission, Resource resource, bool isGrpc)
    {
        _transmission = (IDisposable)transmission;
        _submit = Method<Func<byte[], int, bool>>("TrySubmitRequest");
        _shutDown = Method<Func<int, bool>>("Shutdown");
        _request = new OtlpRequest(resource, isGrpc);
    }

    /// <inheritdoc/>
    public override bool Export(EncodedBatch batch)
    {
        var length = _request.Write(batch);
        return _submit(_request.Body, length);
    }

    /// <inheritdoc/>
    public override void ShutDown(int timeout) => _shutDown(timeout);

    /// <inheritdoc/>
    public override void Dispose() => _transmission.Dispose();

    private T Method<T>(string name)
        where T : Delegate =>
        _transmission.GetType().GetMethod(name, BindingFlags.Instance | BindingFlags.Public)?.CreateDelegate<T>(_transmission)
        ?? throw new MissingMethodException(_transmission.GetType().FullName, name);
}
