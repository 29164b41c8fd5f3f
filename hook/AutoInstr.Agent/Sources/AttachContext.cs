using AutoInstr.Agent.Configuration;

namespace AutoInstr.Agent.Sources;

/// <summary>What an adapter may ask the agent for.</summary>
/// <param name="Settings">The settings of the traces signal.</param>
internal sealed record AttachContext(TracesSettings Settings);
