using AutoInstr.Demo;
using AutoInstr.Samples;

if (args.Contains("--help"))
{
    Console.WriteLine(DemoOptions.Usage);
    return 0;
}

using var interruption = new Interruption();
try
{
    using var demonstration = new Demonstration(DemoOptions.Parse(args), Console.Out);
    return await demonstration.RunAsync(interruption.Token) ? 0 : 1;
}
catch (ArgumentException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}
catch (Exception) when (interruption.Token.IsCancellationRequested)
{
    return 130;
}
catch (Exception failure)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
