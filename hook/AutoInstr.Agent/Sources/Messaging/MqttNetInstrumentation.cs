namespace AutoInstr.Agent.Sources.Messaging;

/// <summary>MQTTnet's client: its patch makes the spans.</summary>
internal sealed class MqttNetInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "MQTTNET";

    /// <inheritdoc/>
    public override string Library => "MQTTnet 5.2";

    /// <inheritdoc/>
    public override string Spans => "publish, process";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["AutoInstr.MQTTnet"];
}
