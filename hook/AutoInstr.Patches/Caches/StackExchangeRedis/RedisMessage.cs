using System.Net;
using StackExchange.Redis;

namespace AutoInstr.Patches.Caches.StackExchangeRedis;

/// <summary>Reads the library's own types of commands and servers, which are not public.</summary>
internal static class RedisMessage
{
    private static readonly Type MessageType = Find("Message");
    private static readonly Type TransactionType = Find("RedisTransaction+TransactionMessage");
    private static readonly Func<object, string> CommandAndKeyReader = MemberReader.Create<string>(MessageType, "CommandAndKey");
    private static readonly Func<object, int> ArgumentCountReader = MemberReader.Create<int>(MessageType, "ArgCount");
    private static readonly Func<object, int> DatabaseReader = MemberReader.Create<int>(MessageType, "Db");
    private static readonly Func<object, bool> IsInternalReader = MemberReader.Create<bool>(MessageType, "IsInternalCall");
    private static readonly Func<object, bool>? IsProbeReader = MemberReader.TryCreate<bool>(MessageType, "IsProbe");
    private static readonly Func<object, object[]?> OperationsReader =
        MemberReader.Create<object[]?>(TransactionType, "InnerOperations");
    private static readonly Func<object, EndPoint?> EndPointReader = MemberReader.Create<EndPoint?>(Find("ServerEndPoint"), "EndPoint");

    /// <summary>Whether the library sends the command for itself: to see who is there, or how they are.</summary>
    public static bool IsInternal(object message) => IsInternalReader(message) || IsProbeReader?.Invoke(message) == true;

    /// <summary>The number of the database; negative when it is of no matter.</summary>
    public static int Database(object message) => DatabaseReader(message);

    /// <summary>The commands of a transaction; <see langword="null"/> for any other command.</summary>
    public static object[]? Operations(object message) => TransactionType.IsInstanceOfType(message) ? OperationsReader(message) : null;

    /// <summary>The address of a ServerEndPoint.</summary>
    public static EndPoint? Address(object server) => EndPointReader(server);

    /// <summary>The command's name, and its text without values.</summary>
    public static (string Command, string Text) Describe(object message)
    {
        // The command and the first key, or the channel, for commands that have one.
        string beginning = CommandAndKeyReader(message);
        int space = beginning.IndexOf(' ', StringComparison.Ordinal);
        string text = RedisText.Of(beginning, ArgumentCountReader(message) - (space < 0 ? 0 : 1));
        return (space < 0 ? beginning : beginning[..space], text);
    }

    private static Type Find(string name) =>
        typeof(ConnectionMultiplexer).Assembly.GetType($"StackExchange.Redis.{name}", throwOnError: true)!;
}
