using System.Diagnostics;

namespace AutoInstr.Patches.Actors.Akka1;

/// <summary>An actor at work on a message.</summary>
/// <param name="Span">Its span.</param>
/// <param name="Around">What was current on the thread that the actor got.</param>
internal sealed record ActorCall(Activity Span, Activity? Around)
{
    /// <summary>Gives the thread back.</summary>
    public void End()
    {
        Span.Stop();
        Activity.Current = Around;
    }
}
