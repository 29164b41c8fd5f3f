using System.Diagnostics;

namespace AutoInstr.Agent.Sources.Actors;

/// <summary>Proto.Actor: events of the event stream, and messages where the application uses Proto.OpenTelemetry.</summary>
internal sealed class ProtoActorInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "PROTOACTOR";

    /// <inheritdoc/>
    public override string Library => "Proto.Actor 1.8";

    /// <inheritdoc/>
    public override string Spans => "spans of published events";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["Proto.Actor"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Assemblies => ["Proto.Actor"];

    /// <inheritdoc/>
    public override bool Normalises => true;

    /// <summary>The actor system publishes for itself all the time; what nobody's span caused is left out.</summary>
    public override bool IsWanted(ref readonly ActivityCreationOptions<ActivityContext> options) => options.Parent.TraceId != default;
}
