Console.WriteLine("no goals yet");
