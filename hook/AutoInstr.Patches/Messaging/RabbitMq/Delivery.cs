using System.Diagnostics;

namespace AutoInstr.Patches.Messaging.RabbitMq;

/// <summary>A message that is with a consumer.</summary>
/// <param name="Activity">Its span.</param>
/// <param name="Surrounding">What was current before: the library's loop has it from where the channel was made, which says nothing of
/// the message.</param>
internal sealed record Delivery(Activity Activity, Activity? Surrounding);
