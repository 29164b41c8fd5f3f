using System.Diagnostics;
using System.Runtime.CompilerServices;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace AutoInstr.Patches.Messaging.Mqtt;

/// <summary>Context in the user properties of a message, which only version 5 of the protocol has.</summary>
internal static class MqttContext
{
    /// <summary>A copy of a message that carries a span's context. The application may use its own for more than one call.</summary>
    /// <returns>The message itself where there is nothing to add: an older protocol, or a context that it has already.</returns>
    public static MqttApplicationMessage With(Activity activity, MqttApplicationMessage message, MqttClient client)
    {
        if (client.Options?.ProtocolVersion != MqttProtocolVersion.V500)
            return message;
        List<MqttUserProperty> properties = [.. message.UserProperties ?? []];
        if (Extract(properties) != default)
            return message;
        DistributedContextPropagator.Current.Inject(activity, properties, Write);
        var copy = (MqttApplicationMessage)Copy(message);
        copy.UserProperties = properties;
        return copy;
    }

    /// <summary>The span that published a message.</summary>
    public static ActivityContext Extract(List<MqttUserProperty> properties) => PropagatedContext.Extract(properties, Read);

    /// <summary>Its baggage.</summary>
    public static void AddBaggage(Activity activity, List<MqttUserProperty> properties) =>
        PropagatedContext.AddBaggage(activity, properties, Read);

    private static void Write(object? carrier, string name, string value) =>
        ((List<MqttUserProperty>)carrier!).Add(new MqttUserProperty(name, System.Text.Encoding.UTF8.GetBytes(value).AsMemory()));

    private static void Read(object? carrier, string name, out string? value, out IEnumerable<string>? values)
    {
        (value, values) = (null, null);
        foreach (var property in (List<MqttUserProperty>)carrier!)
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
                value = System.Text.Encoding.UTF8.GetString(property.ValueBuffer.Span);
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "MemberwiseClone")]
    private static extern object Copy(object message);
}
