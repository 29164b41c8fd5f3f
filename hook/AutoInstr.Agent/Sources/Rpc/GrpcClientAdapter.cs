using System.Diagnostics;
using AutoInstr.Agent.ExistingSdk;

namespace AutoInstr.Agent.Sources.Rpc;

/// <summary>Puts the call's own context into the request before the HTTP client puts its own there.</summary>
/// <remarks>
/// The HTTP client's span is not exported where the call has one, so the server must not become its child. The HTTP client leaves
/// headers alone that are there already.
/// </remarks>
internal sealed class GrpcClientAdapter : IDisposable
{
    private readonly PayloadProperty<HttpRequestMessage> _request = new("Request");
    private readonly ApplicationSdk _application;
    private readonly DiagnosticEvents _events;

    /// <summary>Begins to listen.</summary>
    /// <param name="application">Which spans are the application's own.</param>
    public GrpcClientAdapter(ApplicationSdk application)
    {
        _application = application;
        _events = new DiagnosticEvents(
            "Grpc.Net.Client", static name => name is "Grpc.Net.Client.GrpcOut" or "Grpc.Net.Client.GrpcOut.Start", OnEvent);
    }

    /// <summary>Stops listening.</summary>
    public void Dispose() => _events.Dispose();

    private void OnEvent(string name, object? payload)
    {
        if (payload == null || Activity.Current is not { Source.Name: "Grpc.Net.Client" } activity || _application.Owns(activity.Source) ||
            _request.Read(payload) is not { } request)
            return;
        DistributedContextPropagator.Current.Inject(activity, request, static (carrier, key, value) =>
        {
            var headers = ((HttpRequestMessage)carrier!).Headers;
            if (!headers.NonValidated.Contains(key))
                headers.TryAddWithoutValidation(key, value);
        });
        if (activity.IsAllDataRequested && request.RequestUri is { } uri)
        {
            activity.SetTag("server.address", uri.Host);
            activity.SetTag("server.port", uri.Port);
        }
    }
}
