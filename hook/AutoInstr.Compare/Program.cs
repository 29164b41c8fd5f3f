using AutoInstr.Compare;

return new CompareCommand(Console.Out, Console.Error).Run(args);
