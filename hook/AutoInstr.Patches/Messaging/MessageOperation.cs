using System.Diagnostics;

namespace AutoInstr.Patches.Messaging;

/// <summary>Something that is done with messages.</summary>
/// <param name="System">messaging.system.</param>
/// <param name="Type">messaging.operation.type: create, send, receive or process.</param>
/// <param name="Name">messaging.operation.name: what the library calls it.</param>
/// <param name="Kind">The kind of its spans.</param>
internal sealed record MessageOperation(string System, string Type, string Name, ActivityKind Kind);
