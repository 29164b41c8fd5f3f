using System.Runtime.Versioning;

// The tests start Linux processes, with Linux' signals, users and namespaces.
[assembly: SupportedOSPlatform("linux")]
