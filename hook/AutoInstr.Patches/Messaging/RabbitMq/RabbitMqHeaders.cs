using System.Diagnostics;
using System.Reflection;
using System.Text;
using RabbitMQ.Client;

namespace AutoInstr.Patches.Messaging.RabbitMq;

/// <summary>The context in the headers of a message of RabbitMQ.</summary>
internal static class RabbitMqHeaders
{
    private static readonly Func<object, object> Clone = typeof(object)
        .GetMethod(nameof(MemberwiseClone), BindingFlags.Instance | BindingFlags.NonPublic)!.CreateDelegate<Func<object, object>>();

    private static readonly DistributedContextPropagator.PropagatorGetterCallback Getter = Read;

    /// <summary>Puts a context into the properties of a message, in a copy: the application's may be those of many messages.</summary>
    /// <param name="properties">The application's properties; <see langword="null"/> for none.</param>
    /// <param name="model">The channel, which makes properties.</param>
    /// <param name="activity">The span to go on from.</param>
    public static void Inject(ref IBasicProperties? properties, IModel? model, Activity? activity)
    {
        IDictionary<string, object?>? headers = properties?.Headers;
        if (activity is null || (headers is not null && MessageContext.IsIn(headers, Getter)))
            return;
        var copy = headers is null ? [] : new Dictionary<string, object?>(headers);
        DistributedContextPropagator.Current.Inject(
            activity, copy, static (carrier, field, value) => ((Dictionary<string, object?>)carrier!).TryAdd(field, value));
        if (copy.Count == 0)
            return;
        IBasicProperties? own = properties is null ? model?.CreateBasicProperties() : (IBasicProperties)Clone(properties);
        if (own is null)
            return;
        own.Headers = copy;
        properties = own;
    }

    /// <summary>The context in the properties of a message.</summary>
    public static ActivityContext Extract(IBasicProperties? properties) =>
        properties?.Headers is { } headers ? PropagatedContext.Extract(headers, Getter) : default;

    /// <summary>Gives a span the baggage of a message.</summary>
    public static void AddBaggage(Activity activity, IBasicProperties? properties)
    {
        if (properties?.Headers is { } headers)
            PropagatedContext.AddBaggage(activity, headers, Getter);
    }

    /// <summary>Texts arrive as bytes.</summary>
    private static void Read(object? headers, string field, out string? value, out IEnumerable<string>? values)
    {
        values = null;
        value = !((IDictionary<string, object?>)headers!).TryGetValue(field, out object? found) ? null
            : found is byte[] bytes ? Encoding.UTF8.GetString(bytes) : found as string;
    }
}
