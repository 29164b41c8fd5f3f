using System.Reflection;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.ExistingSdk;

namespace AutoInstr.Agent.Sources;

/// <summary>What an adapter may ask the agent for.</summary>
/// <param name="Settings">The settings of the traces signal.</param>
/// <param name="Metrics">Those of the metrics signal, for a library whose adapter measures as well.</param>
/// <param name="Application">Which spans are the application's own business.</param>
/// <param name="Library">The copy of the library that was loaded, in whichever load context.</param>
internal sealed record AttachContext(TracesSettings Settings, MetricsSettings Metrics, ApplicationSdk Application, Assembly Library);
