using Microsoft.Extensions.Logging;

namespace LogsApp;

/// <summary>What is logged through Microsoft.Extensions.Logging, whatever is behind it.</summary>
static class Records
{
    public static void Write(Microsoft.Extensions.Logging.ILogger logger, string name = "Ann")
    {
        logger.LogDebug("below what the application wants");
        using (logger.BeginScope(new Dictionary<string, object> { ["Tenant"] = "blue", ["Order"] = 0 }))
        using (logger.BeginScope("plain scope {Inner}", 5))
            logger.LogInformation(new EventId(7, "Greeted"), "hello {Name}, order {Order}", name, 42);
        logger.LogWarning("no values at all");
        logger.LogError(new InvalidOperationException("it broke"), "failed for {Name}", name);
    }
}
