using System.Diagnostics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.ExistingSdk;
using AutoInstr.Agent.Sources;
using AutoInstr.Agent.Sources.Http;
using AutoInstr.Agent.Traces.Sampling;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OpenTelemetry.Instrumentation.AspNetCore;

namespace AutoInstr.Agent.AspNetCore;

/// <summary>Hands ASP.NET Core's events to OpenTelemetry's instrumentation, which makes the server spans complete.</summary>
/// <remarks>
/// The instrumentation changes the activity that all listeners share. So it sees only what is the agent's business: with its own
/// filter, a request that is left to the application's SDK would vanish there too.
/// </remarks>
internal sealed class AspNetCoreAdapter : IDisposable
{
    /// <summary>The event of a request whose route was found.</summary>
    private const string Matched = "Microsoft.AspNetCore.Routing.EndpointMatched";

    private readonly Action<string, object?> _instrumentation;
    private readonly ApplicationSdk _application;
    private readonly DiagnosticEvents _events;

    /// <summary>Begins to listen.</summary>
    /// <param name="context">The settings, and which spans are the application's.</param>
    public AspNetCoreAdapter(AttachContext context)
    {
        _application = context.Application;
        _instrumentation = HttpInListener.Create(options => Configure(options, context.Settings.Http));
        if (context.Settings.SamplerOfFile is null)
        {
            _events = new DiagnosticEvents("Microsoft.AspNetCore", HttpInListener.IsWanted, OnEvent);
            return;
        }
        IncomingRequest.Reader = RequestAttributes.Find;
        _events = new DiagnosticEvents(
            "Microsoft.AspNetCore",
            static name => HttpInListener.IsWanted(name) || (name == Matched && ProvisionalSample.IsAny),
            OnSampledEvent,
            static (name, shown) =>
            {
                if (name == IncomingRequest.Activity)
                    IncomingRequest.Note(shown);
            });
    }

    /// <summary>Stops listening.</summary>
    public void Dispose() => _events.Dispose();

    /// <summary>With a sampler that may go by what is known of a request.</summary>
    private void OnSampledEvent(string name, object? payload)
    {
        // What middleware began in front of routing may be the current one by then.
        var activity = name == Matched ? (payload as HttpContext)?.Features.Get<IHttpActivityFeature>()?.Activity : Activity.Current;
        if (activity is not null && payload is not null)
        {
            if (name == HttpInListener.Start)
                ProvisionalSample.Attach(activity);
            // The activity is everybody's: what others listen to stays as it is.
            else if (name is Matched or HttpInListener.Stop && ProvisionalSample.IsAny && !_application.IsHeardByOthers(activity.Source))
                ProvisionalSample.Settle(activity, payload);
        }
        if (name != Matched)
            OnEvent(name, payload);
    }

    private void OnEvent(string name, object? payload)
    {
        if (Activity.Current is not { } activity || _application.Owns(activity.Source))
            return;
        if (name == HttpInListener.Stop && activity.IsAllDataRequested && payload is HttpContext { Response.StatusCode: >= 500 } context)
            RecordHandledException(activity, context);
        _instrumentation(name, payload);
    }

    /// <summary>An exception that the application's exception handler turned into an answer is announced by no
    /// event that the instrumentation hears.</summary>
    private static void RecordHandledException(Activity activity, HttpContext context)
    {
        if (context.Features.Get<IExceptionHandlerFeature>()?.Error is not { } exception)
            return;
        activity.SetTag("error.type", exception.GetType().FullName);
        activity.AddException(exception);
    }

    private static void Configure(AspNetCoreTraceInstrumentationOptions options, HttpSettings settings)
    {
        options.RecordException = true;
        if (ExcludedUrls.Of(settings.ExcludedUrls) is { } excluded)
            options.Filter = context => !excluded.Contain(Url(context.Request));

        var requestHeaders = new CapturedHeaders("http.request.header.", settings.ServerRequestHeaders, settings.SanitizedHeaders);
        if (requestHeaders.Any)
            options.EnrichWithHttpRequest = (activity, request) => requestHeaders.Capture(activity, request.Headers);
        var responseHeaders = new CapturedHeaders("http.response.header.", settings.ServerResponseHeaders, settings.SanitizedHeaders);
        if (responseHeaders.Any)
            options.EnrichWithHttpResponse = (activity, response) => responseHeaders.Capture(activity, response.Headers);
    }

    private static string Url(HttpRequest request) =>
        $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}{request.QueryString}";
}
