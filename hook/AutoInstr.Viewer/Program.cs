using System.Runtime.InteropServices;
using AutoInstr.Viewer.Collect;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await new CollectCommand(Console.Out, Console.Error).RunAsync(args, stop.Token).ConfigureAwait(false);

// The first signal ends the program in good order, a second one at once.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
