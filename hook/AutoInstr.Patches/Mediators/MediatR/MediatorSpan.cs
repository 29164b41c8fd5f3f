using System.Diagnostics;

namespace AutoInstr.Patches.Mediators.MediatR;

/// <summary>A request or a notification on its way through the mediator, around its behaviours and handlers.</summary>
internal static class MediatorSpan
{
    private static readonly ActivitySource Source = PatchActivity.NewSource("MediatR");

    /// <summary>Starts the span.</summary>
    /// <param name="operation">What is done.</param>
    /// <param name="message">The request or notification; only its type is looked at.</param>
    public static Activity? Start(string operation, object? message)
    {
        if (message == null || !Source.HasListeners())
            return null;
        var type = message.GetType();
        var activity = Source.StartActivity($"{operation} {type.Name}");
        activity?.SetTag("mediatr.message.type", type.FullName);
        return activity;
    }
}
