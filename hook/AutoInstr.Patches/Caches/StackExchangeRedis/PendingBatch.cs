using System.Diagnostics;
using System.Runtime.CompilerServices;
using AutoInstr.Patching.Runtime;

namespace AutoInstr.Patches.Caches.StackExchangeRedis;

/// <summary>What an IBatch has collected; its span goes on until the last of its commands is answered.</summary>
internal sealed class PendingBatch
{
    private static readonly ConditionalWeakTable<object, PendingBatch> Batches = [];

    private readonly RedisBatch _commands = new("PIPELINE");
    private readonly List<Task> _answers = [];
    private int _database = -1;
    private int _unanswered;
    private Activity? _activity;
    private Exception? _exception;

    /// <summary>Notes a command that a batch keeps for later.</summary>
    public static void Add(object batch, object message, Task answer)
    {
        PendingBatch pending = Batches.GetOrCreateValue(batch);
        pending._commands.Add(message);
        pending._answers.Add(answer);
        pending._database = RedisMessage.Database(message);
    }

    /// <summary>Begins the span of a batch that is sent now. It may be filled and sent again.</summary>
    public static PendingBatch? Start(object batch)
    {
        if (!CommandSpan.IsWanted || !Batches.TryGetValue(batch, out PendingBatch? pending))
            return null;
        Batches.Remove(batch);
        pending._activity = CommandSpan.Start(pending._commands, pending._database);
        return pending._activity is null ? null : pending;
    }

    /// <summary>All is sent, or nothing is: lets the span end with the last answer.</summary>
    public void Sent(Exception? exception)
    {
        Activity? current = _activity!.Parent;
        _exception = exception;
        _unanswered = exception is null ? _answers.Count + 1 : 1;
        if (exception is null)
        {
            foreach (Task answer in _answers)
                answer.ContinueWith(
                    static (task, pending) => ((PendingBatch)pending!).Answered(TaskFailure.Of(task)), this,
                    CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        Answered(null);
        Activity.Current = current;
    }

    private void Answered(Exception? exception)
    {
        if (exception is not null)
            Interlocked.CompareExchange(ref _exception, exception, null);
        if (Interlocked.Decrement(ref _unanswered) == 0)
            RedisSpan.Stop(_activity, _exception);
    }
}
