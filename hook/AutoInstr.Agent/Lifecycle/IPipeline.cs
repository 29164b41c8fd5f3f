using AutoInstr.Agent.Exporters;

namespace AutoInstr.Agent.Lifecycle;

/// <summary>A signal from where it arises to its exporters.</summary>
internal interface IPipeline
{
    /// <summary>Sends what there is; recording goes on.</summary>
    /// <param name="timeout">Milliseconds that it may take.</param>
    void Flush(int timeout);

    /// <summary>Sends what there is, and nothing after it.</summary>
    /// <param name="timeout">Milliseconds that it may take.</param>
    void ShutDown(int timeout);

    /// <summary>What was lost, on each way out; is asked for when it has been shut down.</summary>
    IEnumerable<Losses> Losses { get; }
}
