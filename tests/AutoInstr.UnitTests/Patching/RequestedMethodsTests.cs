using AutoInstr.Patching;
using AutoInstr.Patching.Weaving;
using Xunit;

namespace AutoInstr.UnitTests.Patching;

/// <summary>What the runtime makes of new bodies is seen only when the methods are called.</summary>
public sealed class RequestedMethodsTests
{
    private const int Taken = 0, NotYet = 1, OutOfMemory = unchecked((int)0x8007000E);

    [Fact]
    public void A_refusal_is_said_once()
    {
        var said = new List<string>();
        EngineLog.Configure((_, message) => said.Add(message));
        var (first, second) = (Method(nameof(A_refusal_is_said_once)), Method(nameof(Method)));
        var results = new Dictionary<(nint, int), int>
        {
            [(7, first.Method.MetadataToken)] = Taken,
            [(7, second.Method.MetadataToken)] = NotYet,
        };
        var requested = new RequestedMethods((module, token) => results[(module, token)]);

        requested.Add(7, [first, second]);
        Assert.Equal(1, requested.Report());
        Assert.Empty(said);

        results[(7, second.Method.MetadataToken)] = OutOfMemory;
        Assert.Equal(0, requested.Report());
        Assert.Equal(0, requested.Report());
        Assert.Equal($"{second.Name} is not patched: the runtime refused its new body (0x8007000E); please report this", Assert.Single(said));
    }

    private static TargetMethod Method(string name) => new(typeof(RequestedMethodsTests).GetMethod(
        name, System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Static |
        System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic)!);
}
