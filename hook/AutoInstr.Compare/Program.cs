using System.Runtime.InteropServices;
using AutoInstr.Compare;

var kit = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!;
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await new CompareCommand(Console.Out, Console.Error).RunAsync(args, kit, stop.Token).ConfigureAwait(false);

// The first signal ends the services in good order, a second one this program at once.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
