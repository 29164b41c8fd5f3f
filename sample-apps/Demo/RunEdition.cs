using AutoInstr.Compare.Running;
using AutoInstr.Viewer;

namespace AutoInstr.Demo;

/// <summary>What came of an edition's run.</summary>
/// <param name="Store">What it sent.</param>
/// <param name="Variables">The names of the variables that direct its telemetry.</param>
/// <param name="Usages">What its services used.</param>
sealed record RunEdition(TelemetryStore Store, IReadOnlyList<string> Variables, IReadOnlyList<Usage> Usages);
