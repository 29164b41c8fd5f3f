using System.Diagnostics;
using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.ContainerTests.Harness;

/// <summary>What a command left.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record Outcome(int ExitCode, string Output, string Errors);

/// <summary>Programs that are run to their end, from the repository's folder.</summary>
internal static class Command
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    /// <summary>Runs one that must succeed.</summary>
    /// <returns>What it wrote to its standard output, without white space around it.</returns>
    public static async Task<string> RunAsync(string program, params string[] arguments) =>
        Succeeded(await TryAsync(program, arguments), program, arguments);

    /// <summary>Asserts that a command has succeeded.</summary>
    /// <returns>What it wrote to its standard output, without white space around it.</returns>
    public static string Succeeded(Outcome outcome, string program, string[] arguments)
    {
        var command = $"{program} {string.Join(' ', arguments)}";
        Assert.True(outcome.ExitCode == 0, $"{command} ended with {outcome.ExitCode}:\n{outcome.Output}{outcome.Errors}");
        return outcome.Output.Trim();
    }

    /// <summary>Runs one.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables that are added to the environment.</param>
    public static async Task<Outcome> TryAsync(
        string program, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} took longer than {Patience}");
        }
        return new Outcome(process.ExitCode, await output, await errors);
    }
}
