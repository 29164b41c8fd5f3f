using System.Diagnostics;
using System.Reflection;

namespace AutoInstr.Agent.Sources.Messaging;

/// <summary>Keeps RabbitMQ.Client from telling once more what MassTransit, running on it, has told already.</summary>
/// <remarks>
/// The library lets anyone say how it puts the context into headers and takes it out of them. A message of MassTransit gets the context
/// of MassTransit's span, and the delivery of one is taken for not sampled: MassTransit's own header goes on from the sender's span.
/// </remarks>
internal sealed class RabbitMqContext : IDisposable
{
    private const string MassTransitSource = "MassTransit";
    private const string MassTransitHeader = "MT-Activity-Id";

    private readonly PropertyInfo _injectorProperty;
    private readonly PropertyInfo _extractorProperty;
    private readonly PayloadProperty<IDictionary<string, object?>> _headers = new("Headers");
    private readonly Action<Activity, IDictionary<string, object?>> _inject;
    private readonly Delegate _originalExtractor;
    private readonly Func<object, ActivityContext> _extract;

    /// <summary>Puts itself before what the library or the application has.</summary>
    /// <param name="source">RabbitMQ.Client's class of that: RabbitMQActivitySource.</param>
    /// <exception cref="MissingMemberException">This version of the library does not let us.</exception>
    public RabbitMqContext(Type source)
    {
        _injectorProperty = source.GetProperty("ContextInjector") ?? throw new MissingMemberException(source.FullName, "ContextInjector");
        _extractorProperty = source.GetProperty("ContextExtractor")
            ?? throw new MissingMemberException(source.FullName, "ContextExtractor");
        _inject = (Action<Activity, IDictionary<string, object?>>)_injectorProperty.GetValue(null)!;
        _originalExtractor = (Delegate)_extractorProperty.GetValue(null)!;
        _extract = ForAnyProperties(_originalExtractor);
        _injectorProperty.SetValue(null, new Action<Activity, IDictionary<string, object?>>(Inject));

        // A function of any object is one of the library's type of properties too.
        _extractorProperty.SetValue(null, new Func<object, ActivityContext>(Extract));
    }

    /// <summary>Whether a span is of a message that MassTransit sends.</summary>
    public static bool IsOfMassTransit(Activity activity) => activity.IsInside(MassTransitSource);

    /// <summary>Puts back what was there.</summary>
    public void Dispose()
    {
        _injectorProperty.SetValue(null, _inject);
        _extractorProperty.SetValue(null, _originalExtractor);
    }

    private void Inject(Activity activity, IDictionary<string, object?> headers) =>
        _inject(IsOfMassTransit(activity) ? activity.Parent! : activity, headers);

    private ActivityContext Extract(object properties)
    {
        ActivityContext context = _extract(properties);
        return context != default && _headers.Read(properties)?.ContainsKey(MassTransitHeader) == true
            ? new ActivityContext(context.TraceId, context.SpanId, ActivityTraceFlags.None, context.TraceState, isRemote: true)
            : context;
    }

    /// <summary>Calls the library's function, whose parameter is a type of its own, without reflection.</summary>
    private static Func<object, ActivityContext> ForAnyProperties(Delegate extractor)
    {
        Type properties = extractor.GetType().GetGenericArguments()[0];
        MethodInfo bind =
            typeof(RabbitMqContext).GetMethod(nameof(Bind), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(properties);
        return (Func<object, ActivityContext>)bind.Invoke(null, [extractor])!;
    }

    private static Func<object, ActivityContext> Bind<T>(Func<T, ActivityContext> extractor) => properties => extractor((T)properties);
}
