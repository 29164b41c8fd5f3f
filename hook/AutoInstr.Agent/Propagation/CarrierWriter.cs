using System.Diagnostics;

namespace AutoInstr.Agent.Propagation;

/// <summary>The fields of a carrier, as the library that owns the carrier lets them be written.</summary>
internal readonly struct CarrierWriter
{
    private readonly object? _carrier;
    private readonly DistributedContextPropagator.PropagatorSetterCallback _setter;

    /// <summary>Wraps a carrier.</summary>
    /// <param name="carrier">The library's own object.</param>
    /// <param name="setter">The library's way to write a field of it.</param>
    public CarrierWriter(object? carrier, DistributedContextPropagator.PropagatorSetterCallback setter) =>
        (_carrier, _setter) = (carrier, setter);

    /// <summary>Writes a field.</summary>
    /// <param name="field">The field's name, a token of RFC 9110.</param>
    /// <param name="value">Its value, visible ASCII and spaces.</param>
    public void Set(string field, string value) => _setter(_carrier, field, value);
}
