namespace TaskData;

/// <summary>An order for a report of all tasks, as it goes through the queue.</summary>
/// <param name="Id">The number it is known by.</param>
/// <param name="Requested">When it was asked for.</param>
public sealed record ReportJob(Guid Id, DateTimeOffset Requested)
{
    /// <summary>The queue of RabbitMQ that it goes through.</summary>
    public const string Queue = "reports";
}
