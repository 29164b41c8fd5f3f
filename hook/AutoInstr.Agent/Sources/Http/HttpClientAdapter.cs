using System.Diagnostics;
using AutoInstr.Agent.ExistingSdk;

namespace AutoInstr.Agent.Sources.Http;

/// <summary>Hears of requests and responses, for what the activities of System.Net.Http do not have by themselves.</summary>
internal sealed class HttpClientAdapter : IDisposable
{
    private const string StopEvent = "System.Net.Http.HttpRequestOut.Stop";
    private const string ExceptionEvent = "System.Net.Http.Exception";

    private readonly PayloadProperty<HttpRequestMessage> _request = new("Request");
    private readonly PayloadProperty<HttpResponseMessage> _response = new("Response");
    private readonly PayloadProperty<Exception> _exception = new("Exception");
    private readonly CapturedHttpHeaders _requestHeaders;
    private readonly CapturedHttpHeaders _responseHeaders;
    private readonly bool _isBare;
    private readonly ApplicationSdk _application;
    private readonly DiagnosticEvents _events;

    private HttpClientAdapter(
        bool isBare, CapturedHttpHeaders requestHeaders, CapturedHttpHeaders responseHeaders, ApplicationSdk application)
    {
        (_isBare, _requestHeaders, _responseHeaders, _application) = (isBare, requestHeaders, responseHeaders, application);
        _events = new DiagnosticEvents(
            "HttpHandlerDiagnosticListener", name => name == StopEvent || (_isBare && name == ExceptionEvent), OnEvent);
    }

    /// <summary>Makes one if this runtime or the settings call for it.</summary>
    public static HttpClientAdapter? CreateIfNeeded(AttachContext context)
    {
        var settings = context.Settings.Http;
        var requestHeaders = new CapturedHttpHeaders("http.request.header.", settings.ClientRequestHeaders, settings.SanitizedHeaders);
        var responseHeaders = new CapturedHttpHeaders("http.response.header.", settings.ClientResponseHeaders, settings.SanitizedHeaders);
        var isBare = Environment.Version.Major < 9;
        return isBare || requestHeaders.Any || responseHeaders.Any
            ? new HttpClientAdapter(isBare, requestHeaders, responseHeaders, context.Application) : null;
    }

    /// <summary>Stops listening.</summary>
    public void Dispose() => _events.Dispose();

    private void OnEvent(string name, object? payload)
    {
        if (payload == null || Activity.Current is not { IsAllDataRequested: true } activity || activity.Source.Name != "System.Net.Http" ||
            _application.Owns(activity.Source))
            return;
        if (name == ExceptionEvent)
        {
            if (_exception.Read(payload) is { } exception)
                Fail(activity, exception);
            return;
        }
        var request = _request.Read(payload);
        var response = _response.Read(payload);
        if (_isBare && request != null)
            Describe(activity, request, response);
        if (request != null)
            _requestHeaders.Capture(activity, request.Headers, request.Content?.Headers);
        if (response != null)
            _responseHeaders.Capture(activity, response.Headers, response.Content?.Headers);
    }

    private static void Describe(Activity activity, HttpRequestMessage request, HttpResponseMessage? response)
    {
        var method = HttpMethodName.Of(request.Method.Method);
        activity.DisplayName = method == HttpMethodName.Other ? "HTTP" : method;
        activity.SetTag("http.request.method", method);
        if (method == HttpMethodName.Other)
            activity.SetTag("http.request.method_original", request.Method.Method);
        if (request.RequestUri is { IsAbsoluteUri: true } uri)
        {
            activity.SetTag("server.address", uri.Host);
            activity.SetTag("server.port", uri.Port);
            activity.SetTag("url.full", Redact(uri));
        }
        if (response == null)
        {
            // Without an Exception event before it: cancelled or timed out.
            if (activity.GetTagItem("error.type") == null)
                activity.SetTag("error.type", typeof(TaskCanceledException).FullName).SetStatus(ActivityStatusCode.Error);
            return;
        }
        var status = (int)response.StatusCode;
        activity.SetTag("http.response.status_code", status);
        activity.SetTag("network.protocol.version", ProtocolVersion(response.Version));
        if (status >= 400)
            activity.SetTag("error.type", status.ToString(System.Globalization.CultureInfo.InvariantCulture))
                .SetStatus(ActivityStatusCode.Error);
    }

    private static void Fail(Activity activity, Exception exception)
    {
        activity.Fail(exception);
        activity.SetStatus(ActivityStatusCode.Error);
        if (exception is HttpRequestException { HttpRequestError: var error and not HttpRequestError.Unknown })
            activity.SetTag("error.type", ErrorType(error));
    }

    /// <summary>As .NET 9 and later name it.</summary>
    private static string ErrorType(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "name_resolution_error",
        HttpRequestError.ConnectionError => "connection_error",
        HttpRequestError.SecureConnectionError => "secure_connection_error",
        HttpRequestError.HttpProtocolError => "http_protocol_error",
        HttpRequestError.ExtendedConnectNotSupported => "extended_connect_not_supported",
        HttpRequestError.VersionNegotiationError => "version_negotiation_error",
        HttpRequestError.UserAuthenticationError => "user_authentication_error",
        HttpRequestError.ProxyTunnelError => "proxy_tunnel_error",
        HttpRequestError.InvalidResponse => "invalid_response",
        HttpRequestError.ResponseEnded => "response_ended",
        HttpRequestError.ConfigurationLimitExceeded => "configuration_limit_exceeded",
        _ => "_OTHER",
    };

    /// <summary>Neither user information nor query leave the process; .NET 9 and later write the same.</summary>
    private static string Redact(Uri uri)
    {
        var origin = uri.GetComponents(UriComponents.Scheme | UriComponents.HostAndPort, UriFormat.UriEscaped);
        if (uri.IsDefaultPort)
            origin = uri.GetComponents(UriComponents.Scheme | UriComponents.Host, UriFormat.UriEscaped);
        return uri.Query.Length > 1 ? $"{origin}{uri.AbsolutePath}?*" : $"{origin}{uri.AbsolutePath}";
    }

    private static string ProtocolVersion(Version version) => version switch
    {
        { Major: 1, Minor: 0 } => "1.0",
        { Major: 1, Minor: 1 } => "1.1",
        { Major: 2 } => "2",
        { Major: 3 } => "3",
        _ => version.ToString(),
    };
}
